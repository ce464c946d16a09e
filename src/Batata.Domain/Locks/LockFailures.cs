namespace Batata.Domain.Locks;

/// <summary>Codes of this context's refusals. That somebody else has the lock is an answer and no refusal.</summary>
public static class LockFailures
{
    public const string KeyCode = "lock.key";
}
