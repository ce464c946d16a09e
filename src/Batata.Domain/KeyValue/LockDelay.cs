namespace Batata.Domain.KeyValue;

/// <summary>
/// Keeps a key from being acquired for a while after its holder's session ended, so that a holder that does not know yet is not overtaken.
/// The state holds no clock: who proposes to acquire says which delay has been over for him, and only that one is.
/// </summary>
/// <param name="Mark">Index of the write that ended the session.</param>
/// <param name="DelayMs">How long it lasts from the moment in which it is applied.</param>
public sealed record LockDelay(string Key, ulong Mark, long DelayMs)
{
    /// <summary>Consul's <c>MaxLockDelay</c>.</summary>
    public const long MaxMs = 60_000;

    public bool IsOver(ulong overMark) => Mark == overMark;
}
