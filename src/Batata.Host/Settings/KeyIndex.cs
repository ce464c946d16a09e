namespace Batata.Host.Settings;

/// <summary>Finds what a written key stands for.</summary>
internal sealed class KeyIndex
{
    // A letter swapped, forgotten or doubled: what a key that only a pattern knows may be away from a real setting to count as mistyped.
    private const int Slip = 2;

    private readonly Dictionary<string, Match> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, KnownKey Key)> _patterns = [];
    private readonly List<string> _names = [];

    public KeyIndex(IEnumerable<KnownKey> known)
    {
        foreach (var key in known)
        {
            if (key.IsPattern)
            {
                _patterns.Add((RelaxedKey.Of(key.Prefix), key));
                continue;
            }
            Add(key.Key, key, 0);
            for (var rank = 0; rank < key.Aliases.Length; rank++) Add(key.Aliases[rank], key, rank + 1);
        }
        _patterns.Sort(static (a, b) => b.Prefix.Length - a.Prefix.Length);
    }

    /// <summary>Every exact key and alias, as documented.</summary>
    public IReadOnlyList<string> Names => _names;

    public IEnumerable<KnownKey> Patterns => _patterns.Select(static pattern => pattern.Key);

    /// <returns>Null for a key that nobody knows, or that looks like a mistyped setting.</returns>
    public Match? Find(string written)
    {
        var relaxed = RelaxedKey.Of(written);
        if (_exact.TryGetValue(relaxed, out var match)) return match;
        foreach (var (prefix, key) in _patterns)
        {
            if (relaxed.Length <= prefix.Length || !relaxed.StartsWith(prefix, StringComparison.Ordinal)) continue;
            return key is ForeignKey && IsSlip(relaxed) ? null : new Match(key, 0, key.Key.Length - 1);
        }
        return null;
    }

    private bool IsSlip(string relaxed)
    {
        foreach (var (known, match) in _exact)
        {
            if (match.Key is Setting && !IsInside(relaxed, known) && Math.Abs(known.Length - relaxed.Length) <= Slip && NearestKey.Distance(known, relaxed) <= Slip) return true;
        }
        return false;
    }

    // db.url.0 is an entry below db.url, not db.url with two letters too many.
    private static bool IsInside(string key, string parent) =>
        key.Length > parent.Length && key[parent.Length] == '.' && key.StartsWith(parent, StringComparison.Ordinal);

    private void Add(string name, KnownKey key, int rank)
    {
        _exact.Add(RelaxedKey.Of(name), new(key, rank, 0));
        _names.Add(name);
    }

    /// <param name="Rank">0 for the documented key, more for its aliases: within one source the lowest wins.</param>
    /// <param name="NameStart">Where the part begins that stood for the star of a pattern.</param>
    internal sealed record Match(KnownKey Key, int Rank, int NameStart);
}
