using Batata.Domain.Locks;

namespace Batata.Infrastructure.Persistence.Locks;

/// <summary>Locks on the writing session of the state, for the applying thread: prepared statements, nothing waits.</summary>
internal sealed class LockRepository(StateDatabaseHolder state) : ILockRepository
{
    private static readonly Sql Select = new("SELECT token, lease_ms FROM held_lock WHERE lock_key = ?1");
    private static readonly Sql SelectAll = new("SELECT lock_key, token, lease_ms FROM held_lock");
    private static readonly Sql Put = new("INSERT OR REPLACE INTO held_lock (lock_key, token, lease_ms) VALUES (?1, ?2, ?3)");
    private static readonly Sql Delete = new("DELETE FROM held_lock WHERE lock_key = ?1");

    private StateSession Session => state.Database.Writer;

    public static List<HeldLock> ReadAll(StateSession session)
    {
        var held = new List<HeldLock>();
        using var row = session.Prepare(SelectAll);
        while (row.Step()) held.Add(new HeldLock(row.Text(0), row.Int64(1), row.Int64(2)));
        return held;
    }

    public ValueTask<HeldLock?> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var row = Session.Prepare(Select).Bind(1, key);
        return ValueTask.FromResult(row.Step() ? new HeldLock(key, row.Int64(0), row.Int64(1)) : null);
    }

    public ValueTask SaveAsync(HeldLock held, CancellationToken cancellationToken)
    {
        Session.Prepare(Put).Bind(1, held.Key).Bind(2, held.Token).Bind(3, held.LeaseMs).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Session.Prepare(Delete).Bind(1, key).Run() > 0);
}
