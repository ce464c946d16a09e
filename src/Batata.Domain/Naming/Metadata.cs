using System.Collections;

namespace Batata.Domain.Naming;

/// <summary>
/// Keys and values of an instance, a service or a cluster. Immutable, compared by content, kept sorted by key. Shared between instances
/// that say the same; so what the reserved keys mean is worked out once.
/// </summary>
public sealed class Metadata : IReadOnlyCollection<KeyValuePair<string, string?>>, IEquatable<Metadata>
{
    /// <summary>What nearly every registration has at most.</summary>
    private const int FewPairs = 16;

    private readonly KeyValuePair<string, string?>[] _pairs;
    private readonly int _hash;
    private PreservedValues? _preserved;

    private Metadata(KeyValuePair<string, string?>[] sorted)
    {
        _pairs = sorted;
        var hash = default(HashCode);
        foreach (var (key, value) in sorted)
        {
            hash.Add(key);
            hash.Add(value);
        }
        _hash = hash.ToHashCode();
    }

    public static Metadata Empty { get; } = new([]);

    public int Count => _pairs.Length;

    /// <summary>Characters of all keys and values: what the limit of the parameter check counts.</summary>
    public int TextLength
    {
        get
        {
            var length = 0;
            foreach (var (key, value) in _pairs) length += key.Length + (value?.Length ?? 0);
            return length;
        }
    }

    /// <summary>What the reserved keys say.</summary>
    public PreservedValues Preserved => _preserved ??= PreservedValues.Of(this);

    /// <param name="pairs">The last of equal keys wins. Values may be null: the JSON APIs of Nacos 2 and 3 keep them.</param>
    public static Metadata Of(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var given = pairs.ToArray();
        if (given.Length == 0) return Empty;
        if (given.Length <= FewPairs) return new Metadata(SortFew(given));
        var sorted = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in given) sorted[key] = value;
        return new Metadata([.. sorted]);
    }

    public static Metadata Of(params ReadOnlySpan<(string Key, string? Value)> pairs)
    {
        var list = new List<KeyValuePair<string, string?>>(pairs.Length);
        foreach (var (key, value) in pairs) list.Add(new KeyValuePair<string, string?>(key, value));
        return Of(list);
    }

    /// <returns>The value; null when there is none, or when it is null.</returns>
    public string? Find(string key)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Key == key) return pair.Value;
        }
        return null;
    }

    public bool ContainsKey(string key)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Key == key) return true;
        }
        return false;
    }

    /// <summary>These entries with the others put on top.</summary>
    public Metadata With(Metadata others) => others.Count == 0 ? this : Count == 0 ? others : Of(_pairs.Concat(others._pairs));

    public Metadata Without(IReadOnlySet<string> keys) =>
        Array.Exists(_pairs, p => keys.Contains(p.Key)) ? Of(_pairs.Where(p => !keys.Contains(p.Key))) : this;

    public bool Equals(Metadata? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || _hash != other._hash || _pairs.Length != other._pairs.Length) return false;
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_pairs[i].Key != other._pairs[i].Key || _pairs[i].Value != other._pairs[i].Value) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Metadata);

    public override int GetHashCode() => _hash;

    public ReadOnlySpan<KeyValuePair<string, string?>> AsSpan() => _pairs;

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string?>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _pairs.GetEnumerator();

    /// <summary>Sorts in place by insertion, so that of equal keys the last wins and nothing else is made.</summary>
    private static KeyValuePair<string, string?>[] SortFew(KeyValuePair<string, string?>[] pairs)
    {
        var count = 0;
        foreach (var pair in pairs) // what is written lies behind what is read
        {
            var at = count;
            while (at > 0 && string.CompareOrdinal(pairs[at - 1].Key, pair.Key) > 0) at--;
            if (at > 0 && pairs[at - 1].Key == pair.Key)
            {
                pairs[at - 1] = pair;
                continue;
            }
            Array.Copy(pairs, at, pairs, at + 1, count - at);
            pairs[at] = pair;
            count++;
        }
        return count == pairs.Length ? pairs : pairs[..count];
    }
}
