namespace Batata.Infrastructure.Cluster;

/// <summary>Counts the proposals that are on their way, so that closing can let them arrive.</summary>
internal sealed class ProposalGate
{
    private const long Closed = 1L << 62;

    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _state = Closed;

    public void Open() => Interlocked.And(ref _state, ~Closed);

    /// <returns>False when it is closed. Otherwise call <see cref="Leave"/>.</returns>
    public bool TryEnter()
    {
        var seen = Volatile.Read(ref _state);
        while ((seen & Closed) == 0)
        {
            var before = Interlocked.CompareExchange(ref _state, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed) _empty.TrySetResult();
    }

    /// <summary>Lets nobody in any more.</summary>
    /// <returns>Completes when all are out.</returns>
    public Task CloseAsync()
    {
        if ((Interlocked.Or(ref _state, Closed) & ~Closed) == 0) _empty.TrySetResult();
        return _empty.Task;
    }
}
