using Batata.Domain.KeyHistory;

namespace Batata.Infrastructure.Persistence.KeyHistory;

/// <summary>Histories of keys on the writing session of the state, for the applying thread.</summary>
internal sealed class KeyHistoryRepository(StateDatabaseHolder state) : IKeyHistoryRepository
{
    private static readonly Sql Insert = new(
        "INSERT INTO consul_key_history (name, idx, at_ms, change, author, address, flags, session, size, value, restored_from) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

    private static readonly Sql DeleteTooMany = new(
        "DELETE FROM consul_key_history WHERE name = ?1 AND id <= (SELECT id FROM consul_key_history WHERE name = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)");

    private static readonly Sql SelectAny = new("SELECT 1 FROM consul_key_history WHERE name = ?1 LIMIT 1");
    private static readonly Sql DeleteUpTo = new("DELETE FROM consul_key_history WHERE id <= ?1");

    public void Add(KeyVersion version, int keep)
    {
        var session = state.Database.Writer;
        session.Prepare(Insert).Bind(1, version.Key).Bind(2, (long)version.Index).Bind(3, version.At?.ToUnixTimeMilliseconds() ?? 0).Bind(4, (long)version.Change)
            .Bind(5, version.By).Bind(6, version.Address).Bind(7, (long)version.Flags).Bind(8, version.Session).Bind(9, version.Size).Bind(10, (version.Value ?? []).AsSpan())
            .Bind(11, (long)version.RestoredFrom).Run();
        if (keep < int.MaxValue) session.Prepare(DeleteTooMany).Bind(1, version.Key).Bind(2, keep).Run();
    }

    public bool Knows(string key)
    {
        using var row = state.Database.Writer.Prepare(SelectAny).Bind(1, key);
        return row.Step();
    }

    public int Forget(long upTo) => state.Database.Writer.Prepare(DeleteUpTo).Bind(1, upTo).Run();
}
