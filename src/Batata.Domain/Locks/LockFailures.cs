using Batata.Domain.Shared;

namespace Batata.Domain.Locks;

/// <summary>Codes of this context's refusals. That somebody else has the lock is an answer and no refusal.</summary>
public static class LockFailures
{
    public const string KeyCode = "lock.key";
    public const string TooManyCode = "lock.too_many";

    public static Failure TooMany(int max) => new(FailureKind.LimitReached, TooManyCode, $"too many locks are held, over {max}");
}
