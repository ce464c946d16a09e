using Batata.Domain.Locks;

namespace Batata.Application.Locks;

/// <summary>How long this node has seen each hold, by a clock that only runs. After a restart a lease counts from anew: it may last longer, never shorter.</summary>
public interface ILockLeases
{
    /// <returns>The token of the hold of this key when its lease is over; null when it is not, or when the lock is free.</returns>
    long? FindOver(string key);

    /// <summary>Locks that are held, those whose lease is over too.</summary>
    int Count { get; }

    bool IsHeld(string key);

    /// <summary>Holds whose lease has been over for that long; at most so many.</summary>
    IReadOnlyList<HeldLock> OverFor(TimeSpan time, int max);
}
