namespace Batata.Application.Abstractions;

/// <summary>Takes what an applier changed. It reaches observers and feeds after the commit, never before.</summary>
public interface IChangeSink
{
    void Add<TChange>(TChange change)
        where TChange : class;
}

/// <summary>Updated on the applying thread after the commit and before the proposer gets its answer: what it holds is never behind an acknowledged write.</summary>
/// <remarks>Must be quick and must not throw.</remarks>
public interface IChangeObserver<in TChange>
    where TChange : class
{
    void Observe(TChange change);

    /// <summary>The whole state was replaced (a snapshot was installed): forget everything and read it again.</summary>
    void Reset();
}

/// <summary>Changes in commit order, for watchers that work at their own pace.</summary>
public interface IChangeFeed<TChange>
    where TChange : class
{
    /// <summary>Starts a reader of its own; what is committed from now on is in it. The queue is bounded: see <see cref="FeedItem{T}.Lagged"/>.</summary>
    /// <param name="reader">Name for logs and metrics.</param>
    IChangeReader<TChange> Subscribe(string reader);
}

public interface IChangeReader<TChange> : IDisposable
    where TChange : class
{
    /// <summary>Ends when the token is cancelled or the reader is disposed.</summary>
    IAsyncEnumerable<FeedItem<TChange>> ReadAllAsync(CancellationToken cancellationToken);
}

/// <param name="Change">Null only when <paramref name="Lagged"/>.</param>
/// <param name="Lagged">The reader was too slow, or the state was replaced: changes were lost, so it must compare all it watches with the present state.</param>
public readonly record struct FeedItem<TChange>(TChange? Change, bool Lagged)
    where TChange : class;
