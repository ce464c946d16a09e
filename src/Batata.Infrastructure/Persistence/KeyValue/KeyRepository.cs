using Batata.Domain.KeyValue;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.KeyValue;

/// <summary>Keys on the writing session of the state, for the applying thread.</summary>
internal sealed class KeyRepository(StateDatabaseHolder state, StateIndexes indexes) : IKeyRepository
{
    private static readonly Sql Select = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE name = ?1");
    private static readonly Sql SelectUnder = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE name >= ?1 AND name < ?2 ORDER BY name");
    private static readonly Sql SelectNames = new("SELECT name FROM consul_key WHERE name >= ?1 AND name < ?2 ORDER BY name");
    private static readonly Sql SelectHeld = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE session = ?1 COLLATE NOCASE ORDER BY name");

    private static readonly Sql Put = new(
        """
        INSERT INTO consul_key (name, value, flags, lock_index, session, create_index, modify_index) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (name) DO UPDATE SET value = ?2, flags = ?3, lock_index = ?4, session = ?5, create_index = ?6, modify_index = ?7
        """);

    private static readonly Sql Delete = new("DELETE FROM consul_key WHERE name = ?1");
    private static readonly Sql DeleteUnder = new("DELETE FROM consul_key WHERE name >= ?1 AND name < ?2");
    private static readonly Sql PutTombstone = new("INSERT OR REPLACE INTO consul_tombstone (name, idx) VALUES (?1, ?2)");
    private static readonly Sql DeleteTombstones = new("DELETE FROM consul_tombstone WHERE idx <= ?1");
    private static readonly Sql SelectDelay = new("SELECT mark, delay_ms FROM consul_lock_delay WHERE name = ?1");
    private static readonly Sql SelectDelays = new("SELECT name, mark, delay_ms FROM consul_lock_delay");
    private static readonly Sql PutDelay = new("INSERT OR REPLACE INTO consul_lock_delay (name, mark, delay_ms) VALUES (?1, ?2, ?3)");
    private static readonly Sql DeleteDelay = new("DELETE FROM consul_lock_delay WHERE name = ?1");

    private StateSession Session => state.Database.Writer;

    public static List<LockDelay> ReadDelays(StateSession session)
    {
        var delays = new List<LockDelay>();
        using var row = session.Prepare(SelectDelays);
        while (row.Step()) delays.Add(new LockDelay(row.Text(0), (ulong)row.Int64(1), row.Int64(2)));
        return delays;
    }

    public KeyEntry? Find(string key)
    {
        using var row = Session.Prepare(Select).Bind(1, key);
        return row.Step() ? KeyRows.Read(row) : null;
    }

    public IReadOnlyList<KeyEntry> FindUnder(string prefix) => ReadAll(Session.Prepare(SelectUnder).Bind(1, prefix).Bind(2, KeyRows.End(prefix)));

    public IReadOnlyList<KeyEntry> FindHeldBy(string session) => ReadAll(Session.Prepare(SelectHeld).Bind(1, session));

    public void Save(KeyEntry entry)
    {
        Session.Prepare(Put).Bind(1, entry.Key).Bind(2, entry.Value).Bind(3, (long)entry.Flags).Bind(4, (long)entry.LockIndex)
            .Bind(5, entry.Session.Length == 0 ? null : entry.Session).Bind(6, (long)entry.CreateIndex).Bind(7, (long)entry.ModifyIndex).Run();
        indexes.Set(StateIndexes.Keys, entry.ModifyIndex);
    }

    public void Remove(string key, ulong index)
    {
        if (Session.Prepare(Delete).Bind(1, key).Run() > 0) Bury(key, index);
    }

    public IReadOnlyList<string> RemoveUnder(string prefix, ulong index)
    {
        var (from, to) = (prefix, KeyRows.End(prefix));
        var names = new List<string>();
        using (var row = Session.Prepare(SelectNames).Bind(1, from).Bind(2, to))
        {
            while (row.Step()) names.Add(row.Text(0));
        }
        if (names.Count == 0) return names;
        Session.Prepare(DeleteUnder).Bind(1, from).Bind(2, to).Run();
        if (prefix.Length > 0) Bury(prefix, index);
        else indexes.Set(StateIndexes.Keys, index); // as Consul: the index of the whole store moves all the same
        return names;
    }

    public int ReapTombstones(ulong upTo) => Session.Prepare(DeleteTombstones).Bind(1, (long)upTo).Run();

    public void DelayLock(LockDelay delay) => Session.Prepare(PutDelay).Bind(1, delay.Key).Bind(2, (long)delay.Mark).Bind(3, delay.DelayMs).Run();

    public LockDelay? FindDelay(string key)
    {
        using var row = Session.Prepare(SelectDelay).Bind(1, key);
        return row.Step() ? new LockDelay(key, (ulong)row.Int64(0), row.Int64(1)) : null;
    }

    public void ForgetDelay(string key) => Session.Prepare(DeleteDelay).Bind(1, key).Run();

    private void Bury(string name, ulong index)
    {
        Session.Prepare(PutTombstone).Bind(1, name).Bind(2, (long)index).Run();
        indexes.Set(StateIndexes.Tombstones, index);
        indexes.Set(StateIndexes.Keys, index);
    }

    private static List<KeyEntry> ReadAll(Statement statement)
    {
        var entries = new List<KeyEntry>();
        using var row = statement;
        while (row.Step()) entries.Add(KeyRows.Read(row));
        return entries;
    }
}
