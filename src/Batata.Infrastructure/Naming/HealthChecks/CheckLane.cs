namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>Bounds how many looks are under way at a time; the rest waits in turn. One thread enters, any thread leaves.</summary>
internal sealed class CheckLane(int slots)
{
    private readonly Queue<CheckTarget> _waiting = new();
    private int _free = slots;

    public int WaitingCount => _waiting.Count;

    public bool TryEnter()
    {
        if (Volatile.Read(ref _free) == 0) return false;
        Interlocked.Decrement(ref _free); // the only thread that takes, so it cannot fall below 0
        return true;
    }

    public void Leave() => Interlocked.Increment(ref _free);

    public void Wait(CheckTarget target) => _waiting.Enqueue(target);

    /// <summary>Enters for the one that has waited longest.</summary>
    public CheckTarget? TryEnterWaiting() => _waiting.Count > 0 && TryEnter() ? _waiting.Dequeue() : null;
}
