namespace Batata.Domain.Locks;

/// <summary>
/// A lock that somebody took and nobody gave back or took over. Who has it is not known: anybody may give it back, and nobody may take it
/// twice. Protocol source: Nacos 3.1 <c>MutexAtomicLock</c>.
/// </summary>
/// <param name="Token">Tells this hold from others of the same key.</param>
/// <param name="LeaseMs">How long nobody may take it over; 0: anybody may at once.</param>
public sealed record HeldLock(string Key, long Token, long LeaseMs)
{
    /// <summary>
    /// Whether it may be taken over. No time is compared here: clocks of nodes differ, and two holders is what must not be. A node that has seen
    /// this hold for the length of its lease, by a clock that only runs, says so by naming its token.
    /// </summary>
    /// <param name="overToken">Token of a hold whose lease is over; null when there is none.</param>
    public bool IsOver(long? overToken) => LeaseMs <= 0 || overToken == Token;
}
