using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>Operator overrides of one service. Immutable: rarely written, read on each beat and each build.</summary>
internal sealed class FrozenOverrides
{
    private readonly Dictionary<InstanceAddress, InstanceOverride> _all;

    private FrozenOverrides(Dictionary<InstanceAddress, InstanceOverride> all) => _all = all;

    public static FrozenOverrides None { get; } = new([]);

    public int Count => _all.Count;

    public IReadOnlyCollection<InstanceAddress> Addresses => _all.Keys;

    public InstanceOverride? Find(in InstanceAddress address) => _all.Count == 0 ? null : _all.GetValueOrDefault(address);

    /// <param name="value">Null removes.</param>
    public FrozenOverrides With(in InstanceAddress address, InstanceOverride? value)
    {
        var next = new Dictionary<InstanceAddress, InstanceOverride>(_all);
        if (value is null) next.Remove(address);
        else next[address] = value;
        return next.Count == 0 ? None : new FrozenOverrides(next);
    }
}
