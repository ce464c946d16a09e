using Batata.Application.Abstractions;
using Batata.Application.Watches;

namespace Batata.Infrastructure.Watches;

/// <summary>
/// Who waits for what, by topic. Moved by the applying thread after a commit and before its answer. A changed key finds those that watch a
/// prefix of it by the lengths that prefixes have: some lookups a write, however many wait.
/// </summary>
internal sealed class OpenWatches : IWatches, IChangeObserver<StateChanged>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WatchTopic, List<OpenWatch>> _byTopic = [];
    private readonly SortedDictionary<int, int> _prefixLengths = [];

    public Watch Open(params ReadOnlySpan<WatchTopic> topics)
    {
        var watch = new OpenWatch(this, topics.ToArray());
        lock (_gate)
        {
            foreach (var topic in watch.Topics) Add(topic, watch);
        }
        return watch;
    }

    public void Observe(StateChanged change)
    {
        lock (_gate)
        {
            if (_byTopic.Count == 0) return;
            foreach (var topic in change.Topics)
            {
                FireAll(topic);
                if (topic.Kind == WatchKind.Key) FirePrefixesOf(topic.Name);
            }
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            foreach (var watch in _byTopic.Values.SelectMany(static all => all).ToHashSet()) watch.FireAs(replaced: true);
        }
    }

    private void FirePrefixesOf(string key)
    {
        foreach (var length in _prefixLengths.Keys)
        {
            if (length > key.Length) return;
            FireAll(WatchTopic.KeysUnder(key[..length]));
        }
    }

    private void FireAll(WatchTopic topic)
    {
        if (!_byTopic.TryGetValue(topic, out var watches)) return;
        foreach (var watch in watches) watch.FireAs(replaced: false);
    }

    private void Add(WatchTopic topic, OpenWatch watch)
    {
        if (!_byTopic.TryGetValue(topic, out var watches))
        {
            _byTopic.Add(topic, watches = []);
            if (topic.Kind == WatchKind.KeysUnder) _prefixLengths[topic.Name.Length] = _prefixLengths.GetValueOrDefault(topic.Name.Length) + 1;
        }
        watches.Add(watch);
    }

    private void Close(OpenWatch watch)
    {
        lock (_gate)
        {
            foreach (var topic in watch.Topics)
            {
                if (!_byTopic.TryGetValue(topic, out var watches) || !watches.Remove(watch) || watches.Count > 0) continue;
                _byTopic.Remove(topic);
                if (topic.Kind != WatchKind.KeysUnder) continue;
                if (--_prefixLengths[topic.Name.Length] == 0) _prefixLengths.Remove(topic.Name.Length);
            }
        }
    }

    private sealed class OpenWatch(OpenWatches watches, WatchTopic[] topics) : Watch
    {
        public WatchTopic[] Topics { get; } = topics;

        public void FireAs(bool replaced) => Fire(replaced);

        public override void Dispose() => watches.Close(this);
    }
}
