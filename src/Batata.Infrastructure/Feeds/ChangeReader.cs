using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Feeds;

/// <summary>
/// The bounded queue of one reader. When it is full, all that waits is dropped for one <c>Lagged</c>: the reader will compare everything
/// anyway, and what was committed before the comparison must not reach it afterwards as news.
/// </summary>
internal sealed class ChangeReader<TChange>(string name, int capacity, Action<ChangeReader<TChange>> removed) : IChangeReader<TChange>
    where TChange : class
{
    private readonly Channel<FeedItem<TChange>> _queue = Channel.CreateBounded<FeedItem<TChange>>(
        new BoundedChannelOptions(capacity) { SingleWriter = true, SingleReader = false }); // the writer empties it, too

    public string Name { get; } = name;

    /// <summary>Called by the applying thread alone. Never waits.</summary>
    public void Write(TChange change)
    {
        if (!_queue.Writer.TryWrite(new FeedItem<TChange>(change, Lagged: false))) Lag();
    }

    /// <summary>Changes were lost, or the state was replaced.</summary>
    public void Lag()
    {
        while (_queue.Reader.TryRead(out _))
        {
        }
        _queue.Writer.TryWrite(new FeedItem<TChange>(null, Lagged: true)); // fails only when the reader was disposed
    }

    public async IAsyncEnumerable<FeedItem<TChange>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await HasNextAsync(cancellationToken))
        {
            while (!cancellationToken.IsCancellationRequested && _queue.Reader.TryRead(out var item)) yield return item;
        }
    }

    public void Dispose()
    {
        removed(this);
        _queue.Writer.TryComplete();
    }

    /// <summary>The contract ends the enumeration at cancellation instead of throwing.</summary>
    private async ValueTask<bool> HasNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _queue.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
