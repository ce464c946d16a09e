namespace Batata.Domain.Locks;

/// <summary>Locks inside the unit of work of the entry that is being applied.</summary>
public interface ILockRepository
{
    /// <returns>Null when it is free.</returns>
    ValueTask<HeldLock?> FindAsync(string key, CancellationToken cancellationToken);

    ValueTask SaveAsync(HeldLock held, CancellationToken cancellationToken);

    /// <returns>False when it was free.</returns>
    ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken);
}
