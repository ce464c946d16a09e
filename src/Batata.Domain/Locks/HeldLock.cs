namespace Batata.Domain.Locks;

/// <summary>
/// A lock that somebody took and nobody gave back or took over. Who has it is not known: anybody may give it back, and nobody may take it
/// twice. Protocol source: Nacos 3.1 <c>MutexAtomicLock</c>.
/// </summary>
/// <param name="AcquiredAtMs">Milliseconds since 1970, from the log entry.</param>
/// <param name="HeldUntilMs">When anybody may take it over. Until that happens it can still be given back.</param>
public sealed record HeldLock(string Key, long AcquiredAtMs, long HeldUntilMs)
{
    /// <summary>Takes the lock when it is free or its lease is over.</summary>
    /// <param name="held">What is stored; null when it is free.</param>
    /// <param name="leaseMs">0: over at once.</param>
    /// <returns>Null when somebody has it.</returns>
    public static HeldLock? Acquire(HeldLock? held, string key, long atMs, long leaseMs) =>
        held is null || held.IsOver(atMs) ? new HeldLock(key, atMs, atMs + leaseMs) : null;

    /// <summary>Entries may be in the log in another order than their times say, by a little: no time counts as earlier than the start of the lease.</summary>
    public bool IsOver(long atMs) => Math.Max(atMs, AcquiredAtMs) >= HeldUntilMs;
}
