using Batata.Api.Nacos.Grpc.Connections;

namespace Batata.Api.Nacos.Push.Fuzzy;

internal enum WatchOutcome
{
    Watching,

    /// <summary>The server has as many patterns as it takes; not registered.</summary>
    TooManyPatterns,

    /// <summary>Registered, but not everything that matches is tracked.</summary>
    TooManyMatches,

    /// <summary>Not a pattern; not registered.</summary>
    NoPattern,
}

/// <summary>Sends what a watcher lacks.</summary>
/// <param name="full">Not everything that matches is tracked.</param>
/// <param name="watch">Number of the request: see <see cref="FuzzyWatches{TKey}.IsCurrent"/>.</param>
internal delegate void BeginSync<TKey>(Watched<TKey> watched, bool full, long watch)
    where TKey : struct;

/// <summary>
/// Who watches what by pattern. Protocol source: Nacos 3.1 <c>ConfigFuzzyWatchContextService</c>, <c>NamingFuzzyWatchContextService</c>; unlike
/// there a pattern stops to count as soon as its last watcher is gone.
/// </summary>
internal sealed class FuzzyWatches<TKey>(FuzzySubject<TKey> subject) : IConnectionObserver
    where TKey : struct
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watched<TKey>> _patterns = [];
    private long _lastWatch;

    /// <param name="begin">Called with the matches before any later change can be told: what it sends comes first.</param>
    public WatchOutcome Watch(ClientConnection connection, string? text, BeginSync<TKey> begin)
    {
        lock (_gate)
        {
            if (text is null || !_patterns.TryGetValue(text, out var pattern))
            {
                if (WatchPattern.Parse(text) is not { } parsed) return WatchOutcome.NoPattern;
                if (_patterns.Count >= subject.MaxPatterns) return WatchOutcome.TooManyPatterns;
                pattern = new Watched<TKey>(parsed);
                Fill(pattern, null);
                _patterns.Add(parsed.Text, pattern);
            }
            pattern.Watchers[connection] = ++_lastWatch;
            var full = IsFull(pattern);
            begin(pattern, full, _lastWatch);
            if (!connection.IsRegistered) Leave(connection);
            return full ? WatchOutcome.TooManyMatches : WatchOutcome.Watching;
        }
    }

    public void Cancel(ClientConnection connection, string? text)
    {
        lock (_gate)
        {
            if (text is not null && _patterns.TryGetValue(text, out var pattern)) Leave(connection, pattern);
        }
    }

    /// <summary>The connection watches, and has not asked once more since.</summary>
    public bool IsCurrent(ClientConnection connection, string text, long watch)
    {
        lock (_gate) return _patterns.TryGetValue(text, out var pattern) && pattern.Watchers.TryGetValue(connection, out var newest) && newest == watch;
    }

    public void Closed(ClientConnection connection)
    {
        lock (_gate) Leave(connection);
    }

    /// <summary>Takes a change into account.</summary>
    /// <param name="tell">Gets each notice once per connection.</param>
    public void Apply(in TKey key, bool exists, Action<ClientConnection, TKey, bool> tell)
    {
        lock (_gate)
        {
            HashSet<ClientConnection>? told = null;
            foreach (var (_, pattern) in _patterns)
            {
                if (!subject.Matches(pattern.Pattern, key)) continue;
                var madeUp = new List<TKey>();
                if (!(exists ? TryAdd(pattern, key) : TryRemove(pattern, key, madeUp))) continue;
                foreach (var watcher in pattern.Watchers.Keys)
                {
                    if ((told ??= []).Add(watcher)) tell(watcher, key, exists);
                    foreach (var other in madeUp) tell(watcher, other, true);
                }
            }
        }
    }

    /// <summary>Changes were lost: compares all patterns with what is there now.</summary>
    public void CatchUp(Action<ClientConnection, TKey, bool> tell)
    {
        lock (_gate)
        {
            foreach (var (_, pattern) in _patterns)
            {
                var before = pattern.Keys.ToHashSet();
                pattern.Keys.RemoveWhere(key => !subject.Exists(key));
                Fill(pattern, null);
                foreach (var watcher in pattern.Watchers.Keys)
                {
                    foreach (var key in before.Where(key => !pattern.Keys.Contains(key))) tell(watcher, key, false);
                    foreach (var key in pattern.Keys.Where(key => !before.Contains(key))) tell(watcher, key, true);
                }
            }
        }
    }

    private bool TryAdd(Watched<TKey> pattern, in TKey key)
    {
        if (!IsFull(pattern)) return pattern.Keys.Add(key);
        pattern.Overflowed |= !pattern.Keys.Contains(key);
        return false;
    }

    private bool TryRemove(Watched<TKey> pattern, in TKey key, List<TKey> madeUp)
    {
        if (!pattern.Keys.Remove(key)) return false;
        if (pattern.Overflowed) Fill(pattern, madeUp); // its place goes to one that did not fit
        return true;
    }

    private void Fill(Watched<TKey> pattern, List<TKey>? added)
    {
        pattern.Overflowed = false;
        foreach (var key in subject.All(pattern.Pattern))
        {
            if (!subject.Matches(pattern.Pattern, key) || pattern.Keys.Contains(key)) continue;
            if (IsFull(pattern))
            {
                pattern.Overflowed = true;
                return;
            }
            pattern.Keys.Add(key);
            added?.Add(key);
        }
    }

    /// <summary>Nacos calls a pattern full that just reaches the limit.</summary>
    private bool IsFull(Watched<TKey> pattern) => pattern.Keys.Count >= subject.MaxMatches;

    private void Leave(ClientConnection connection)
    {
        foreach (var pattern in _patterns.Values.ToList()) Leave(connection, pattern);
    }

    private void Leave(ClientConnection connection, Watched<TKey> pattern)
    {
        if (pattern.Watchers.Remove(connection) && pattern.Watchers.Count == 0) _patterns.Remove(pattern.Pattern.Text);
    }
}
