namespace Batata.Api.Nacos.Params;

/// <summary>
/// Query and form of one request. Nacos (Tomcat) does not tell them apart: values stand in order of appearance, those of the query first,
/// and a text parameter that came more than once has all its values, joined by a comma. Names have case.
/// </summary>
/// <param name="maxCount">Tomcat's <c>maxParameterCount</c>; what comes after is ignored.</param>
internal sealed class NacosParameters(int maxCount = 10_000)
{
    private (string Name, string Value)[] _items = new (string, string)[8];
    private int _count;

    /// <summary>Null when it did not come; empty when it came without a value.</summary>
    public string? this[string name]
    {
        get
        {
            string? joined = null;
            foreach (ref readonly var item in _items.AsSpan(0, _count))
            {
                if (item.Name == name) joined = joined is null ? item.Value : $"{joined},{item.Value}";
            }
            return joined;
        }
    }

    /// <summary>Parts of a multipart body that are files, by name; null when there is none. A file is no parameter.</summary>
    public Dictionary<string, byte[]>? Files { get; private set; }

    public void AddFile(string name, byte[] content) => (Files ??= []).TryAdd(name, content);

    /// <summary>What a parameter of a number or boolean type is read from: its first value.</summary>
    public string? First(string name)
    {
        foreach (ref readonly var item in _items.AsSpan(0, _count))
        {
            if (item.Name == name) return item.Value;
        }
        return null;
    }

    /// <summary>The same, whatever the case of the name.</summary>
    public string? FirstAnyCase(string name)
    {
        foreach (ref readonly var item in _items.AsSpan(0, _count))
        {
            if (item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return item.Value;
        }
        return null;
    }

    /// <summary>Puts one value in place of all that came.</summary>
    public void Replace(string name, string value)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_items[i].Name != name) _items[kept++] = _items[i];
        }
        _count = kept;
        Add(name, value);
    }

    public bool Has(string name) => First(name) is not null;

    public void Add(string name, string value)
    {
        if (_count == maxCount) return;
        if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        _items[_count++] = (name, value);
    }
}
