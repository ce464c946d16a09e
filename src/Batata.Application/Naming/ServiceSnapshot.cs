using System.Collections.Immutable;
using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>
/// A service as it is served: all instances with overrides applied, and what was set by hand. Immutable; the next change makes another one
/// with a higher version. Fronts keep what they render beside it: <see cref="Attach{T}"/>.
/// </summary>
public sealed class ServiceSnapshot(
    ServiceKey key, long version, long lastRefTimeMs, ServiceKind? kind, ImmutableArray<Instance> instances, ServiceMetadata? metadata)
{
    private object[] _attached = [];
    private string[]? _clusters;

    public ServiceKey Key { get; } = key;

    /// <summary>Grows with each change; comparable within one run of this node.</summary>
    public long Version { get; } = version;

    /// <summary>Milliseconds since 1970 when this was built; strictly larger than that of the snapshot before.</summary>
    public long LastRefTimeMs { get; } = lastRefTimeMs;

    /// <summary>Null: somebody subscribes or an override waits, but there is no such service (yet, or any more).</summary>
    public ServiceKind? Kind { get; } = kind;

    /// <summary>Disabled and unhealthy ones too. No two are equal.</summary>
    public ImmutableArray<Instance> Instances { get; } = instances;

    /// <summary>Null unless somebody created or edited the service by hand.</summary>
    public ServiceMetadata? Metadata { get; } = metadata;

    /// <summary>Disabled ones count.</summary>
    public int HealthyCount { get; } = instances.Count(static i => i.Healthy);

    /// <summary>Clusters that have instances, sorted.</summary>
    public IReadOnlyList<string> Clusters =>
        _clusters ??= [.. Instances.Select(static i => i.ClusterName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What a client gets; <see cref="InstanceSelection"/> has the rules.</summary>
    public SelectedInstances Select(in InstanceQuery query, LabelsOfAddress? labels = null) =>
        InstanceSelection.Select(Instances, Metadata, query, labels ?? InstanceSelection.NoLabels);

    /// <summary>One object of each type lives as long as the snapshot: bytes rendered from it. Lock-free; two threads may both create one, and one of them wins.</summary>
    public T Attach<T>(Func<ServiceSnapshot, T> create)
        where T : class
    {
        var attached = Volatile.Read(ref _attached);
        while (true)
        {
            foreach (var item in attached)
            {
                if (item is T found) return found;
            }
            var created = create(this);
            var before = Interlocked.CompareExchange(ref _attached, [.. attached, created], attached);
            if (ReferenceEquals(before, attached)) return created;
            attached = before;
        }
    }
}
