using System.Collections.Immutable;

namespace Batata.Infrastructure.Naming;

/// <summary>The services of one namespace, sorted by group and name once somebody lists them. Its gate is a leaf: taken inside that of a service.</summary>
internal sealed class NamespaceServices
{
    private static readonly Comparer<ServiceEntry> ByName = Comparer<ServiceEntry>.Create(static (a, b) =>
        string.CompareOrdinal(a.Key.Group, b.Key.Group) is var byGroup && byGroup != 0 ? byGroup : string.CompareOrdinal(a.Key.Name, b.Key.Name));

    private readonly Lock _gate = new();
    private readonly HashSet<ServiceEntry> _services = [];
    private ImmutableArray<ServiceEntry>? _sorted;

    public int Count
    {
        get
        {
            lock (_gate) return _services.Count;
        }
    }

    public void Add(ServiceEntry service)
    {
        lock (_gate)
        {
            if (_services.Add(service)) _sorted = null;
        }
    }

    public void Remove(ServiceEntry service)
    {
        lock (_gate)
        {
            if (_services.Remove(service)) _sorted = null;
        }
    }

    public ImmutableArray<ServiceEntry> Sorted()
    {
        lock (_gate) return _sorted ??= [.. _services.Order(ByName)];
    }
}
