namespace Batata.Application.Locks;

/// <summary>
/// Milliseconds since 1970 that never jump while this process runs: a wall clock that is set forward must not end the leases of those who hold
/// locks, nor may one that is set back prolong them.
/// </summary>
public sealed class LockClock(TimeProvider time)
{
    private readonly long _startMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _start = time.GetTimestamp();

    public long NowMs => _startMs + (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
