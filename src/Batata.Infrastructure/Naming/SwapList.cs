namespace Batata.Infrastructure.Naming;

/// <summary>Knows its place in a <see cref="SwapList{T}"/>.</summary>
internal interface IPlaced
{
    int Place { get; set; }
}

/// <summary>A list whose items leave in constant time: the last one takes the free place. In no order. Guarded by the gate of its owner.</summary>
internal struct SwapList<T>
    where T : class, IPlaced
{
    private T[]? _items;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public void Add(T item)
    {
        if (_items is null) _items = new T[2];
        else if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        item.Place = Count;
        _items[Count++] = item;
    }

    public void Remove(T item)
    {
        var last = _items![--Count];
        _items[item.Place] = last;
        last.Place = item.Place;
        _items[Count] = null!;
        if (Count < _items.Length / 4) Array.Resize(ref _items, Math.Max(2, _items.Length / 2));
    }
}
