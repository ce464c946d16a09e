using Batata.Application.KeyValue;
using Batata.Domain.KeyValue;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.KeyValue;

/// <summary>Reads of the KV store from the last commit. Protocol source of the indexes: Consul <c>kvsListTxn</c>.</summary>
internal sealed class KeyQueries(StateDatabaseHolder state) : IKeyQueries
{
    private static readonly Sql Select = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE name = ?1");
    private static readonly Sql SelectUnder = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE name >= ?1 AND name < ?2 ORDER BY name");
    private static readonly Sql SelectNames = new("SELECT name, modify_index FROM consul_key WHERE name >= ?1 AND name < ?2 ORDER BY name");
    private static readonly Sql HighestTombstone = new("SELECT max(idx) FROM consul_tombstone WHERE name >= ?1 AND name < ?2");

    public ValueTask<(KeyEntry? Entry, ulong Index)> FindAsync(string key, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(key, static (session, name, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            using var row = session.Prepare(Select).Bind(1, name);
            return row.Step() ? (KeyRows.Read(row), (ulong)row.Int64(6)) : ((KeyEntry?)null, TableIndex(session));
        }, cancellationToken);

    public ValueTask<(IReadOnlyList<KeyEntry> Entries, ulong Index)> ListAsync(string prefix, CancellationToken cancellationToken) =>
        state.Database.ScanAsync(prefix, static (session, begin, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            var entries = new List<KeyEntry>();
            var highest = 0UL;
            using (var row = session.Prepare(SelectUnder).Bind(1, begin).Bind(2, KeyRows.End(begin)))
            {
                while (row.Step())
                {
                    var entry = KeyRows.Read(row);
                    highest = Math.Max(highest, entry.ModifyIndex);
                    entries.Add(entry);
                }
            }
            return ((IReadOnlyList<KeyEntry>)entries, IndexUnder(session, begin, highest));
        }, cancellationToken);

    public ValueTask<(IReadOnlyList<string> Keys, ulong Index)> KeysAsync(string prefix, string? separator, CancellationToken cancellationToken) =>
        state.Database.ScanAsync((prefix, separator), static (session, asked, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            var keys = new List<string>();
            var highest = 0UL;
            using (var row = session.Prepare(SelectNames).Bind(1, asked.prefix).Bind(2, KeyRows.End(asked.prefix)))
            {
                while (row.Step())
                {
                    highest = Math.Max(highest, (ulong)row.Int64(1));
                    var name = Cut(row.Text(0), asked.prefix.Length, asked.separator);
                    if (keys.Count == 0 || keys[^1] != name) keys.Add(name);
                }
            }
            return ((IReadOnlyList<string>)keys, IndexUnder(session, asked.prefix, highest));
        }, cancellationToken);

    private static string Cut(string key, int from, string? separator)
    {
        if (string.IsNullOrEmpty(separator)) return key;
        var at = key.IndexOf(separator, from, StringComparison.Ordinal);
        return at < 0 ? key : key[..(at + separator.Length)];
    }

    private static ulong IndexUnder(StateSession session, string prefix, ulong highest)
    {
        if (prefix.Length == 0) return TableIndex(session);
        using var row = session.Prepare(HighestTombstone).Bind(1, prefix).Bind(2, KeyRows.End(prefix));
        highest = Math.Max(highest, row.Step() ? (ulong)row.Int64(0) : 0);
        return highest > 0 ? highest : TableIndex(session);
    }

    private static ulong TableIndex(StateSession session) =>
        Math.Max(StateIndexes.Read(session, StateIndexes.Keys), StateIndexes.Read(session, StateIndexes.Tombstones));
}
