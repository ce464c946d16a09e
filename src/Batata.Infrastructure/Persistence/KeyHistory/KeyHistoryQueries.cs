using Batata.Application.KeyHistory;
using Batata.Domain.KeyHistory;

namespace Batata.Infrastructure.Persistence.KeyHistory;

/// <summary>Reads of histories from the last commit.</summary>
internal sealed class KeyHistoryQueries(StateDatabaseHolder state) : IKeyHistoryQueries
{
    private const string Columns = "idx, at_ms, change, author, address, flags, session, size, restored_from, value IS NOT NULL";

    /// <summary>A transaction may write a key several times under one index: what it was in the end is its version.</summary>
    private static readonly Sql Select = new(
        $"""
        SELECT {Columns} FROM consul_key_history h WHERE name = ?1 AND (?2 = 0 OR idx < ?2)
        AND NOT EXISTS (SELECT 1 FROM consul_key_history later WHERE later.name = ?1 AND later.id > h.id AND later.idx = h.idx) ORDER BY id DESC LIMIT ?3
        """);

    private static readonly Sql SelectOne = new($"SELECT {Columns}, value FROM consul_key_history WHERE name = ?1 AND idx = ?2 ORDER BY id DESC LIMIT 1");
    private static readonly Sql SelectOldest = new("SELECT id, at_ms FROM consul_key_history ORDER BY id LIMIT ?1");

    public ValueTask<IReadOnlyList<KeyVersion>> ListAsync(string key, ulong before, int limit, CancellationToken cancellationToken) =>
        state.Database.ReadAsync((key, before, limit), static (session, asked, _) =>
        {
            var versions = new List<KeyVersion>();
            using var row = session.Prepare(Select).Bind(1, asked.key).Bind(2, (long)asked.before).Bind(3, asked.limit);
            while (row.Step()) versions.Add(Read(asked.key, row, row.Int64(9) == 0 ? null : []));
            return (IReadOnlyList<KeyVersion>)versions;
        }, cancellationToken);

    public ValueTask<KeyVersion?> FindAsync(string key, ulong index, CancellationToken cancellationToken) =>
        state.Database.ReadAsync((key, index), static (session, asked, _) =>
        {
            using var row = session.Prepare(SelectOne).Bind(1, asked.key).Bind(2, (long)asked.index);
            return row.Step() ? Read(asked.key, row, row.Int64(9) == 0 ? null : row.Utf8(10).ToArray()) : null;
        }, cancellationToken);

    public ValueTask<long?> FindOldAsync(DateTimeOffset? before, int limit, CancellationToken cancellationToken) =>
        state.Database.ScanAsync((before?.ToUnixTimeMilliseconds() ?? long.MaxValue, limit), static (session, asked, _) =>
        {
            long? last = null;
            using var row = session.Prepare(SelectOldest).Bind(1, asked.limit);
            // One without a time is as old as what came around it.
            while (row.Step() && row.Int64(1) < asked.Item1) last = row.Int64(0);
            return last;
        }, cancellationToken);

    private static KeyVersion Read(string key, Statement row, byte[]? value)
    {
        var (at, size, change) = (row.Int64(1), (int)row.Int64(7), (KeyChange)row.Int64(2));
        var version = new KeyVersion(
            key, (ulong)row.Int64(0), at == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(at), change, row.Text(3), row.Text(4), (ulong)row.Int64(5), row.Text(6), size, value,
            (ulong)row.Int64(8));
        return size == 0 && !version.IsDelete ? version with { Value = [] } : version; // an empty value is kept as none
    }
}
