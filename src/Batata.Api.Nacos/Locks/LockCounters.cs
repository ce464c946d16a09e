namespace Batata.Api.Nacos.Locks;

/// <summary>What became of lock requests to this node, since its start. Protocol source: Nacos 3.1 <c>RequestLockAspect</c>.</summary>
internal sealed class LockCounters
{
    private long _acquires;
    private long _acquiresAnswered;
    private long _releases;
    private long _releasesAnswered;

    public long Acquires => Volatile.Read(ref _acquires);

    /// <summary>Those that were answered, be it that somebody else has the lock: what counts is that nothing went wrong.</summary>
    public long AcquiresAnswered => Volatile.Read(ref _acquiresAnswered);

    public long Releases => Volatile.Read(ref _releases);

    /// <summary>The same, be it that the lock was free.</summary>
    public long ReleasesAnswered => Volatile.Read(ref _releasesAnswered);

    public void Asked(LockOperation operation) => Interlocked.Increment(ref operation == LockOperation.Acquire ? ref _acquires : ref _releases);

    public void Answered(LockOperation operation) => Interlocked.Increment(ref operation == LockOperation.Acquire ? ref _acquiresAnswered : ref _releasesAnswered);
}
