using Batata.Domain.Locks;

namespace Batata.Infrastructure.Persistence.Locks;

/// <summary>Locks on the writing session of the state, for the applying thread: prepared statements, nothing waits.</summary>
internal sealed class LockRepository(StateDatabaseHolder state) : ILockRepository
{
    private static readonly Sql Select = new("SELECT acquired_at_ms, held_until_ms FROM held_lock WHERE lock_key = ?1");
    private static readonly Sql Put = new("INSERT OR REPLACE INTO held_lock (lock_key, acquired_at_ms, held_until_ms) VALUES (?1, ?2, ?3)");
    private static readonly Sql Delete = new("DELETE FROM held_lock WHERE lock_key = ?1");
    private static readonly Sql DeleteOver = new("DELETE FROM held_lock WHERE held_until_ms < ?1");

    private StateSession Session => state.Database.Writer;

    public ValueTask<HeldLock?> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var row = Session.Prepare(Select).Bind(1, key);
        return ValueTask.FromResult(row.Step() ? new HeldLock(key, row.Int64(0), row.Int64(1)) : null);
    }

    public ValueTask SaveAsync(HeldLock held, CancellationToken cancellationToken)
    {
        Session.Prepare(Put).Bind(1, held.Key).Bind(2, held.AcquiredAtMs).Bind(3, held.HeldUntilMs).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Session.Prepare(Delete).Bind(1, key).Run() > 0);

    public ValueTask<int> RemoveOverBeforeAsync(long beforeMs, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Session.Prepare(DeleteOver).Bind(1, beforeMs).Run());
}
