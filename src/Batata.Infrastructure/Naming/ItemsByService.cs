namespace Batata.Infrastructure.Naming;

/// <summary>Something that a client has in a service.</summary>
internal interface IClientItem
{
    ServiceEntry Service { get; }
}

/// <summary>
/// What one client has, found by service. Most clients have one item, some have thousands: an array that is searched, and an index once that
/// gets slow. Guarded by the client's gate.
/// </summary>
internal struct ItemsByService<T>
    where T : class, IClientItem
{
    private const int SearchedUpTo = 12;

    private T[]? _items;
    private Dictionary<ServiceEntry, int>? _index;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public readonly T? Find(ServiceEntry service)
    {
        var at = IndexOf(service);
        return at < 0 ? null : _items![at];
    }

    public void Add(T item)
    {
        if (_items is null) _items = new T[1];
        else if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count] = item;
        if (_index is not null) _index.Add(item.Service, Count);
        Count++;
        if (_index is null && Count > SearchedUpTo) BuildIndex();
    }

    public void Remove(ServiceEntry service)
    {
        var at = IndexOf(service);
        if (at < 0) return;
        var last = _items![--Count];
        _items[at] = last;
        _items[Count] = null!;
        if (_index is null) return;
        _index[last.Service] = at;
        _index.Remove(service);
    }

    public void Clear() => this = default;

    private readonly int IndexOf(ServiceEntry service)
    {
        if (_index is not null) return _index.GetValueOrDefault(service, -1);
        for (var i = 0; i < Count; i++)
        {
            if (_items![i].Service == service) return i;
        }
        return -1;
    }

    private void BuildIndex()
    {
        _index = new Dictionary<ServiceEntry, int>(Count * 2);
        for (var i = 0; i < Count; i++) _index.Add(_items![i].Service, i);
    }
}
