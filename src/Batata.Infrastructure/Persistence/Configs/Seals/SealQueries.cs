using System.Text.Json;
using Batata.Domain.Configs;
using Dapper;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>A row as it is stored.</summary>
internal sealed record StoredSecret(ConfigTable Table, long Id, ConfigKey Key, string Md5, string Text);

/// <summary>Reads of what is sealed, as it is stored.</summary>
internal sealed class SealQueries(StateDatabaseHolder state)
{
    public static string NameOf(ConfigTable table) => table switch
    {
        ConfigTable.Formal => "config_info",
        ConfigTable.Gray => "config_info_gray",
        ConfigTable.History => "his_config_info",
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };

    public static string IdOf(ConfigTable table) => table == ConfigTable.History ? "nid" : "id";

    /// <summary>Ids of keys that stored contents may need.</summary>
    public async Task<IReadOnlyList<string>> KeyIdsAsync(CancellationToken cancellationToken) => await state.Database.ReadAsync(
        static (session, _) => session.Connection.Query<string>("SELECT key_id FROM config_seal_key ORDER BY key_id").ToList(), cancellationToken);

    /// <summary>Row ids of all secrets of a table. Walks an index, no contents.</summary>
    public async Task<IReadOnlyList<long>> FindAsync(ConfigTable table, CancellationToken cancellationToken) => await state.Database.ScanAsync(
        table,
        static (session, of, _) => session.Connection
            .Query<long>($"SELECT {IdOf(of)} FROM {NameOf(of)} WHERE data_id > 'cipher-' AND data_id < 'cipher.' ORDER BY 1").ToList(),
        cancellationToken);

    /// <summary>Those of the rows that are not sealed with this key.</summary>
    public async Task<IReadOnlyList<StoredSecret>> ReadOthersAsync(ConfigTable table, IReadOnlyList<long> ids, string keyId, CancellationToken cancellationToken) =>
        await state.Database.ScanAsync(
            (table, ids: JsonSerializer.Serialize(ids), prefix: SealedText.PrefixOf(keyId)),
            static (session, asked, _) => session.Connection
                .Query<Row>(
                    $"""
                    SELECT {IdOf(asked.table)} AS Id, data_id AS DataId, group_id AS GroupId, tenant_id AS TenantId, md5 AS Md5, content AS Content
                    FROM {NameOf(asked.table)}
                    WHERE {IdOf(asked.table)} IN (SELECT value FROM json_each(@ids)) AND {SealedText.CoversSql} AND substr(content, 1, length(@prefix)) <> @prefix
                    """,
                    new { asked.ids, asked.prefix })
                .Select(row => new StoredSecret(asked.table, row.Id, new ConfigKey(row.TenantId, row.GroupId, row.DataId), row.Md5 ?? "", row.Content))
                .ToList(),
            cancellationToken);

    private sealed class Row
    {
        public long Id { get; init; }
        public string DataId { get; init; } = "";
        public string GroupId { get; init; } = "";
        public string TenantId { get; init; } = "";
        public string? Md5 { get; init; }
        public string Content { get; init; } = "";
    }
}
