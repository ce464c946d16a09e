using Batata.Application.Abstractions;

namespace Batata.Application.Watches;

/// <summary>What one entry changed in Consul's state, kept until it is certain: a transaction may still be undone. For the applying thread.</summary>
internal sealed class StateChanges
{
    private readonly List<WatchTopic> _topics = [];
    private readonly List<Action<IChangeSink>> _others = [];

    public void Add(WatchTopic topic) => _topics.Add(topic);

    /// <summary>A change for observers of its own.</summary>
    public void Add<TChange>(TChange change)
        where TChange : class => _others.Add(sink => sink.Add(change));

    /// <summary>Tells all. Those who wait come last, so that whatever they read again is up to date.</summary>
    public void Tell(IChangeSink sink)
    {
        foreach (var tell in _others) tell(sink);
        if (_topics.Count > 0) sink.Add(new StateChanged(_topics));
    }
}
