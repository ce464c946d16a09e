using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Feeds;

/// <summary>What the hub knows of a topic without its type.</summary>
internal abstract class ChangeTopic
{
    public abstract Type ChangeType { get; }

    public abstract void Observe(object change);

    public abstract void Feed(object change);

    public abstract void ResetObservers();

    public abstract void ResetReaders();
}

/// <summary>Observers and readers of one type of change.</summary>
internal sealed class ChangeTopic<TChange>(IEnumerable<IChangeObserver<TChange>> observers) : ChangeTopic, IChangeFeed<TChange>
    where TChange : class
{
    /// <summary>Changes that wait in one reader. Some seconds of the fastest writes; past that a comparison is cheaper than the backlog.</summary>
    public const int ReaderCapacity = 8192;

    private readonly IChangeObserver<TChange>[] _observers = [.. observers];
    private readonly Lock _subscribing = new();
    private volatile ChangeReader<TChange>[] _readers = [];

    public override Type ChangeType => typeof(TChange);

    public IChangeReader<TChange> Subscribe(string reader)
    {
        var added = new ChangeReader<TChange>(reader, ReaderCapacity, Remove);
        lock (_subscribing) _readers = [.. _readers, added];
        return added;
    }

    public override void Observe(object change)
    {
        foreach (var observer in _observers) observer.Observe((TChange)change);
    }

    public override void Feed(object change)
    {
        foreach (var reader in _readers) reader.Write((TChange)change);
    }

    public override void ResetObservers()
    {
        foreach (var observer in _observers) observer.Reset();
    }

    public override void ResetReaders()
    {
        foreach (var reader in _readers) reader.Lag();
    }

    private void Remove(ChangeReader<TChange> reader)
    {
        lock (_subscribing) _readers = [.. _readers.Where(r => r != reader)];
    }
}
