using System.Runtime.InteropServices;
using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Feeds;

/// <summary>
/// Collects what a batch of entries changed and tells it after the commit: first every observer, in commit order, then the readers of the
/// feeds. So a reader that looks something up on hearing of a change finds at least that change. For the applying thread alone.
/// </summary>
internal sealed class ChangeHub : IChangeSink
{
    private readonly Dictionary<Type, ChangeTopic> _topics = [];
    private readonly List<(ChangeTopic Topic, object Change)> _pending = [];

    public ChangeHub(IEnumerable<ChangeTopic> topics)
    {
        foreach (var topic in topics) _topics.Add(topic.ChangeType, topic);
    }

    /// <exception cref="InvalidOperationException">No topic was registered for changes of this type (<see cref="FeedServices.AddChangeTopic"/>).</exception>
    public void Add<TChange>(TChange change)
        where TChange : class
    {
        if (!_topics.TryGetValue(typeof(TChange), out var topic)) throw new InvalidOperationException($"Nobody takes changes of type {typeof(TChange).Name}.");
        _pending.Add((topic, change));
    }

    /// <summary>The batch is committed.</summary>
    public void PublishAll()
    {
        var pending = CollectionsMarshal.AsSpan(_pending);
        foreach (var (topic, change) in pending) topic.Observe(change);
        foreach (var (topic, change) in pending) topic.Feed(change);
        _pending.Clear();
    }

    /// <summary>The batch was rolled back.</summary>
    public void DiscardAll() => _pending.Clear();

    /// <summary>The whole state is another one: it was opened, or a snapshot was installed.</summary>
    public void ResetAll()
    {
        _pending.Clear();
        foreach (var topic in _topics.Values) topic.ResetObservers();
        foreach (var topic in _topics.Values) topic.ResetReaders();
    }
}
