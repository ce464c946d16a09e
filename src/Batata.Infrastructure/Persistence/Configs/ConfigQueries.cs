using System.Text.Json;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Dapper;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Reads of configs and their history, as they are stored. Each sees one moment of the committed state; a search by names sees their index.</summary>
internal sealed class ConfigQueries(StateDatabaseHolder state, ConfigNames names) : IConfigQueries
{
    private const string Key = "data_id AS DataId, group_id AS GroupId, tenant_id AS TenantId";
    private const string Config = $"id AS Id, {Key}, md5 AS Md5, gmt_modified AS GmtModified, app_name AS AppName, type AS Type, encrypted_data_key AS EncryptedDataKey";
    private const string History =
        $"nid AS Nid, id AS Id, {Key}, app_name AS AppName, md5 AS Md5, gmt_modified AS GmtModified, src_user AS SrcUser, src_ip AS SrcIp, op_type AS OpType, "
        + "encrypted_data_key AS EncryptedDataKey, gray_name AS GrayName, ext_info AS ExtInfo";

    private const string FullHistory = $"{History}, content AS Content FROM his_config_info";
    private const string OfConfig = "WHERE data_id = @dataId AND group_id = @group AND tenant_id = @tenant";

    public async Task<ConfigDetail?> FindAsync(ConfigKey key, CancellationToken cancellationToken)
    {
        var item = await ReadAsync(key, cancellationToken);
        return item?.Formal is { } formal ? new ConfigDetail(key, formal) : null;
    }

    public async Task<GrayVersion?> FindGrayAsync(ConfigKey key, string grayName, CancellationToken cancellationToken)
    {
        var item = await ReadAsync(key, cancellationToken);
        return item?.Gray.FirstOrDefault(gray => gray.Rule.GrayName == grayName);
    }

    public async Task<Page<ConfigRow>> SearchAsync(ConfigSearch search, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var (total, ids) = search.IsByNames
            ? new NameSearch(search).Run(names, pageNumber, pageSize, cancellationToken)
            : await ScanAsync(search, pageNumber, pageSize, cancellationToken);
        if (ids.Count == 0) return Page<ConfigRow>.Of(total, pageNumber, pageSize, []);
        var contents = search.WithContents ? ", content AS Content" : "";
        var rows = await state.Database.ReadAsync(
            (ids: JsonSerializer.Serialize(ids), contents),
            static (session, asked, _) => session.Connection
                .Query<ConfigInfoRow>($"SELECT {Config}{asked.contents} FROM config_info WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id", new { asked.ids })
                .Select(static row => row.ToConfigRow())
                .ToList(),
            cancellationToken);
        return Page<ConfigRow>.Of(total, pageNumber, pageSize, rows);
    }

    /// <summary>Walks tags or contents.</summary>
    private async Task<(int Total, List<long> Ids)> ScanAsync(ConfigSearch search, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var conditions = new ConfigSearchSql(search);
        var ids = await state.Database.ScanAsync(
            (session, _) => search.MayRead is { } mayRead
                ? session.Connection
                    .Query<ConfigInfoRow>($"SELECT id AS Id, {Key} FROM config_info {conditions.Where}", conditions.Parameters)
                    .Where(row => mayRead(new ConfigKey(row.TenantId, row.GroupId, row.DataId)))
                    .Select(static row => row.Id)
                    .ToList()
                : session.Connection.Query<long>($"SELECT id FROM config_info {conditions.Where}", conditions.Parameters).AsList(),
            cancellationToken);
        ids.Sort();
        var from = Math.Min((long)(pageNumber - 1) * pageSize, ids.Count);
        return (ids.Count, ids.GetRange((int)from, (int)Math.Min(pageSize, ids.Count - from)));
    }

    public async Task<IReadOnlyList<ConfigRow>> ListNamespaceAsync(string namespaceId, CancellationToken cancellationToken) =>
        await state.Database.ScanAsync(
            namespaceId,
            static (session, tenant, _) => session.Connection
                .Query<ConfigInfoRow>($"SELECT {Config} FROM config_info WHERE tenant_id = @tenant ORDER BY id", new { tenant })
                .Select(static row => row.ToConfigRow())
                .ToList(),
            cancellationToken);

    public async Task<Page<ConfigHistoryRow>> HistoryAsync(ConfigKey key, int pageNumber, int pageSize, CancellationToken cancellationToken) =>
        await state.Database.ScanAsync(
            (session, _) =>
            {
                using var moment = session.BeginSnapshot();
                var parameters = new DynamicParameters(new { dataId = key.DataId, group = key.Group, tenant = key.NamespaceId });
                var total = session.Connection.ExecuteScalar<int>($"SELECT count(*) FROM his_config_info {OfConfig}", parameters);
                if (!IsInside(total, pageNumber, pageSize)) return Page<ConfigHistoryRow>.Of(total, pageNumber, pageSize, []);
                var rows = session.Connection.Query<HistoryInfoRow>(
                    $"SELECT {History} FROM his_config_info {OfConfig} ORDER BY nid DESC LIMIT @limit OFFSET @offset", Paged(parameters, pageNumber, pageSize));
                return Page<ConfigHistoryRow>.Of(total, pageNumber, pageSize, [.. rows.Select(static row => row.ToHistoryRow())]);
            },
            cancellationToken);

    public async Task<ConfigHistoryRow?> FindHistoryAsync(long historyId, CancellationToken cancellationToken)
    {
        var row = await state.Database.ReadAsync(
            historyId,
            static (session, nid, _) => session.Connection.QueryFirstOrDefault<HistoryInfoRow>($"SELECT {FullHistory} WHERE nid = @nid", new { nid }),
            cancellationToken);
        return row?.ToHistoryRow();
    }

    public async Task<DateTimeOffset?> OldestHistoryAsync(CancellationToken cancellationToken)
    {
        var oldest = await state.Database.ReadAsync(
            0, static (session, _, _) => session.Connection.ExecuteScalar<long?>("SELECT gmt_modified FROM his_config_info ORDER BY nid LIMIT 1"), cancellationToken);
        return oldest is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    public async Task<IReadOnlyList<ConfigKey>> FindKeysAsync(ConfigSearch search, CancellationToken cancellationToken)
    {
        var conditions = new ConfigSearchSql(search);
        return await state.Database.ScanAsync(
            (session, _) => session.Connection
                .Query<ConfigInfoRow>($"SELECT {Key} FROM config_info {conditions.Where} ORDER BY id", conditions.Parameters)
                .Select(static row => new ConfigKey(row.TenantId, row.GroupId, row.DataId))
                .ToList(),
            cancellationToken);
    }

    public async Task<IReadOnlyList<(long Id, ConfigKey Key)>> FindKeysAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        await state.Database.ScanAsync(
            ids,
            static (session, asked, _) => session.Connection
                .Query<ConfigInfoRow>(
                    $"SELECT id AS Id, {Key} FROM config_info WHERE id IN (SELECT value FROM json_each(@ids)) ORDER BY id",
                    new { ids = JsonSerializer.Serialize(asked) })
                .Select(static row => (row.Id, new ConfigKey(row.TenantId, row.GroupId, row.DataId)))
                .ToList(),
            cancellationToken);

    public async Task<ConfigHistoryRow?> FindNextHistoryAsync(ConfigHistoryRow row, CancellationToken cancellationToken)
    {
        var next = await state.Database.ReadAsync(
            row,
            static (session, of, _) => session.Connection.QueryFirstOrDefault<HistoryInfoRow>(
                $"SELECT {FullHistory} {OfConfig} AND nid > @nid AND coalesce(gray_name, '') = @grayName ORDER BY nid LIMIT 1",
                new { dataId = of.Key.DataId, group = of.Key.Group, tenant = of.Key.NamespaceId, nid = of.HistoryId, grayName = of.Entry.GrayName }),
            cancellationToken);
        return next?.ToHistoryRow();
    }

    public async Task<ConfigHistoryRow?> FindPreviousAsync(long configId, CancellationToken cancellationToken)
    {
        if (configId <= 0) return null; // 0 stands in rows that belong to no config
        var row = await state.Database.ReadAsync(
            configId,
            static (session, id, _) =>
            {
                using var moment = session.BeginSnapshot();
                // No index leads from a row id to its history (nor does one in Nacos' schema): the name does, or the D row of a deleted config.
                var key = session.Connection.QueryFirstOrDefault<ConfigInfoRow>($"SELECT {Key} FROM config_info WHERE id = @id", new { id });
                return key is null
                    ? session.Connection.QueryFirstOrDefault<HistoryInfoRow>($"SELECT {FullHistory} WHERE id = @id AND op_type = 'D' ORDER BY nid DESC LIMIT 1", new { id })
                    : session.Connection.QueryFirstOrDefault<HistoryInfoRow>(
                        $"SELECT {FullHistory} {OfConfig} AND id = @id ORDER BY nid DESC LIMIT 1",
                        new { dataId = key.DataId, group = key.GroupId, tenant = key.TenantId, id });
            },
            cancellationToken);
        return row?.ToHistoryRow();
    }

    private ValueTask<ConfigItem?> ReadAsync(ConfigKey key, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(key, static (session, k, _) => StoredConfig.Read(session, k), cancellationToken);

    private static bool IsInside(int total, int pageNumber, int pageSize) => (long)(pageNumber - 1) * pageSize < total;

    private static DynamicParameters Paged(DynamicParameters parameters, int pageNumber, int pageSize)
    {
        parameters.Add("limit", pageSize);
        parameters.Add("offset", (long)(pageNumber - 1) * pageSize);
        return parameters;
    }
}
