using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// Lets registered instances share strings and metadata that say the same: a hundred thousand of them mostly do. Two fixed tables where a
/// newcomer takes the place of whoever sat there: nothing to clean, no lock; a lost race costs a shared copy and no more.
/// </summary>
internal sealed class InstancePool
{
    private const int Slots = 1 << 13;

    private readonly string?[] _strings = new string?[Slots];
    private readonly Metadata?[] _metadata = new Metadata?[Slots];

    /// <summary>The instance as it is stored.</summary>
    public Instance Keep(Instance instance, bool ephemeral) => instance with
    {
        Ip = Share(instance.Ip),
        ClusterName = instance.ClusterName == Instance.DefaultCluster ? Instance.DefaultCluster : Share(instance.ClusterName),
        Metadata = instance.Metadata.Count == 0 ? Metadata.Empty : Share(instance.Metadata),
        Ephemeral = ephemeral,
    };

    public string Share(string text)
    {
        ref var slot = ref _strings[text.GetHashCode(StringComparison.Ordinal) & (Slots - 1)];
        return slot is { } pooled && pooled == text ? pooled : slot = text;
    }

    private Metadata Share(Metadata metadata)
    {
        ref var slot = ref _metadata[metadata.GetHashCode() & (Slots - 1)];
        return slot is { } pooled && pooled.Equals(metadata) ? pooled : slot = metadata;
    }
}
