using Batata.Api.Nacos.Grpc.Connections;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.Extensions.Options;

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

/// <summary>
/// Who watches which configs by pattern. Protocol source: Nacos 3.1 <c>ConfigFuzzyWatchContextService</c>; unlike there a pattern
/// stops to count as soon as its last watcher is gone.
/// </summary>
internal sealed class ConfigFuzzyWatches(IServedConfigs served, IOptions<ConfigOptions> options) : IConnectionObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedConfigs> _patterns = [];

    /// <param name="begin">Called with the matching configs before any later change can be told: what it sends comes first.</param>
    public WatchOutcome Watch(ClientConnection connection, string? text, Action<WatchedConfigs, bool> begin)
    {
        lock (_gate)
        {
            if (text is null || !_patterns.TryGetValue(text, out var pattern))
            {
                pattern = WatchedConfigs.Parse(text);
                if (pattern is null) return WatchOutcome.NoPattern;
                if (_patterns.Count >= options.Value.FuzzyWatchMaxPatterns) return WatchOutcome.TooManyPatterns;
                Fill(pattern, null);
                _patterns.Add(pattern.Text, pattern);
            }
            pattern.Watchers.Add(connection);
            var full = IsFull(pattern);
            begin(pattern, full);
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

    public bool IsWatching(ClientConnection connection, string text)
    {
        lock (_gate) return _patterns.TryGetValue(text, out var pattern) && pattern.Watchers.Contains(connection);
    }

    public void Closed(ClientConnection connection)
    {
        lock (_gate) Leave(connection);
    }

    /// <summary>Takes a change into account.</summary>
    /// <param name="tell">Gets each notice once per connection.</param>
    public void Apply(in ConfigKey key, bool exists, Action<ClientConnection, ConfigKey, bool> tell)
    {
        lock (_gate)
        {
            HashSet<ClientConnection>? told = null;
            foreach (var (_, pattern) in _patterns)
            {
                if (!pattern.Matches(key)) continue;
                var madeUp = new List<ConfigKey>();
                if (!(exists ? TryAdd(pattern, key) : TryRemove(pattern, key, madeUp))) continue;
                foreach (var watcher in pattern.Watchers)
                {
                    if ((told ??= []).Add(watcher)) tell(watcher, key, exists);
                    foreach (var other in madeUp) tell(watcher, other, true);
                }
            }
        }
    }

    /// <summary>Changes were lost: compares all patterns with what is there now.</summary>
    public void CatchUp(Action<ClientConnection, ConfigKey, bool> tell)
    {
        lock (_gate)
        {
            foreach (var (_, pattern) in _patterns)
            {
                var before = pattern.Keys.ToHashSet();
                pattern.Keys.RemoveWhere(key => served.Find(key) is null);
                Fill(pattern, null);
                foreach (var watcher in pattern.Watchers)
                {
                    foreach (var key in before.Where(key => !pattern.Keys.Contains(key))) tell(watcher, key, false);
                    foreach (var key in pattern.Keys.Where(key => !before.Contains(key))) tell(watcher, key, true);
                }
            }
        }
    }

    private bool TryAdd(WatchedConfigs pattern, in ConfigKey key)
    {
        if (!IsFull(pattern)) return pattern.Keys.Add(key);
        pattern.Overflowed |= !pattern.Keys.Contains(key);
        return false;
    }

    private bool TryRemove(WatchedConfigs pattern, in ConfigKey key, List<ConfigKey> madeUp)
    {
        if (!pattern.Keys.Remove(key)) return false;
        if (pattern.Overflowed) Fill(pattern, madeUp); // its place goes to one that did not fit
        return true;
    }

    private void Fill(WatchedConfigs pattern, List<ConfigKey>? added)
    {
        pattern.Overflowed = false;
        foreach (var config in served.All())
        {
            if (!pattern.Matches(config.Key) || pattern.Keys.Contains(config.Key)) continue;
            if (IsFull(pattern))
            {
                pattern.Overflowed = true;
                return;
            }
            pattern.Keys.Add(config.Key);
            added?.Add(config.Key);
        }
    }

    /// <summary>Nacos calls a pattern full that just reaches the limit.</summary>
    private bool IsFull(WatchedConfigs pattern) => pattern.Keys.Count >= options.Value.FuzzyWatchMaxMatches;

    private void Leave(ClientConnection connection)
    {
        foreach (var pattern in _patterns.Values.ToList()) Leave(connection, pattern);
    }

    private void Leave(ClientConnection connection, WatchedConfigs pattern)
    {
        if (pattern.Watchers.Remove(connection) && pattern.Watchers.Count == 0) _patterns.Remove(pattern.Text);
    }
}
