using Batata.Domain.Configs;
using Batata.Infrastructure.Persistence.Configs.Seals;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Configs on the writing session of the state, for the applying thread: prepared statements, nothing waits.</summary>
internal sealed class ConfigRepository(StateDatabaseHolder state) : IConfigRepository
{
    private static readonly Sql SelectKey = new("SELECT data_id, group_id, tenant_id FROM config_info WHERE id = ?");

    private static readonly Sql InsertFormal = new(
        """
        INSERT INTO config_info (data_id, group_id, tenant_id, md5, gmt_create, gmt_modified, src_user, src_ip, app_name, c_desc, c_use, effect, type, c_schema, encrypted_data_key, content)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        """);

    private static readonly Sql UpdateFormal = new(
        """
        UPDATE config_info SET md5 = ?4, gmt_modified = ?6, src_user = ?7, src_ip = ?8, app_name = ?9, c_desc = ?10, c_use = ?11, effect = ?12, type = ?13,
            c_schema = ?14, encrypted_data_key = ?15, content = ?16
        WHERE id = ?1
        """);

    private static readonly Sql DeleteFormal = new("DELETE FROM config_info WHERE data_id = ? AND group_id = ? AND tenant_id = ?");

    private static readonly Sql DeleteTagsOf = new(
        "DELETE FROM config_tags_relation WHERE id = (SELECT id FROM config_info WHERE data_id = ? AND group_id = ? AND tenant_id = ?)");

    private static readonly Sql DeleteTags = new("DELETE FROM config_tags_relation WHERE id = ?");

    private static readonly Sql InsertTag = new(
        "INSERT INTO config_tags_relation (id, tag_name, tag_type, data_id, group_id, tenant_id) VALUES (?, ?, '', ?, ?, ?)");

    private static readonly Sql InsertGray = new(
        """
        INSERT INTO config_info_gray (data_id, group_id, tenant_id, gray_name, gray_rule, md5, src_user, src_ip, gmt_modified, app_name, encrypted_data_key, content, gmt_create)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """);

    private static readonly Sql UpdateGray = new(
        """
        UPDATE config_info_gray SET gray_rule = ?5, md5 = ?6, src_user = ?7, src_ip = ?8, gmt_modified = ?9, app_name = ?10, encrypted_data_key = ?11, content = ?12
        WHERE data_id = ?1 AND group_id = ?2 AND tenant_id = ?3 AND gray_name = ?4
        """);

    private static readonly Sql DeleteGray = new("DELETE FROM config_info_gray WHERE data_id = ? AND group_id = ? AND tenant_id = ? AND gray_name = ?");

    private static readonly Sql InsertHistory = new(
        """
        INSERT INTO his_config_info (id, data_id, group_id, tenant_id, app_name, md5, gmt_create, gmt_modified, src_user, src_ip, op_type, encrypted_data_key,
            publish_type, gray_name, ext_info, content)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """);

    private static readonly Sql SelectOldest = new("SELECT nid, gmt_modified FROM his_config_info ORDER BY nid LIMIT ?");

    private static readonly Sql DeleteOldest = new("DELETE FROM his_config_info WHERE nid <= ?");

    public ValueTask<ConfigItem?> FindAsync(ConfigKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(StoredConfig.Read(state.Database.Writer, key));

    public ValueTask<ConfigKey?> FindKeyAsync(long id, CancellationToken cancellationToken)
    {
        using var row = state.Database.Writer.Prepare(SelectKey).Bind(1, id);
        return ValueTask.FromResult<ConfigKey?>(row.Step() ? new ConfigKey(row.Text(2), row.Text(1), row.Text(0)) : null);
    }

    public ValueTask SaveAsync(ConfigItem item, CancellationToken cancellationToken)
    {
        var session = state.Database.Writer;
        var formalId = item.FormalChanged ? SaveFormal(session, item) : item.Formal?.Id ?? 0;
        foreach (var name in item.ChangedGray) SaveGray(session, item.Key, name, item.Gray.FirstOrDefault(g => g.Rule.GrayName == name));
        if (item.FormalChanged && item.Formal is { } stored) ConfigSealRepository.NoteKey(session, item.Key, stored.Content);
        foreach (var gray in item.Gray.Where(g => item.ChangedGray.Contains(g.Rule.GrayName))) ConfigSealRepository.NoteKey(session, item.Key, gray.Content);
        foreach (var entry in item.PendingHistory) SaveHistory(session, item.Key, entry);
        item.Saved(formalId);
        return ValueTask.CompletedTask;
    }

    /// <summary>Rows come in the order of time, so the walk ends at the first that stays: no index of times, no scan.</summary>
    public ValueTask<int> ForgetHistoryAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        var session = state.Database.Writer;
        long last = 0;
        var count = 0;
        using (var row = session.Prepare(SelectOldest).Bind(1, max))
        {
            for (; row.Step() && row.Int64(1) < Milliseconds(before); count++) last = row.Int64(0);
        }
        if (count > 0) session.Prepare(DeleteOldest).Bind(1, last).Run();
        return ValueTask.FromResult(count);
    }

    private static long SaveFormal(StateSession session, ConfigItem item)
    {
        if (item.Formal is not { } formal)
        {
            Bind(session.Prepare(DeleteTagsOf), item.Key).Run();
            Bind(session.Prepare(DeleteFormal), item.Key).Run();
            return 0;
        }
        var id = formal.Id;
        if (id == 0)
        {
            BindFormal(Bind(session.Prepare(InsertFormal), item.Key), formal).Run();
            id = session.LastInsertedId;
        }
        else
        {
            BindFormal(session.Prepare(UpdateFormal).Bind(1, id), formal).Run();
            session.Prepare(DeleteTags).Bind(1, id).Run();
        }
        foreach (var tag in formal.Description.Tags ?? [])
            session.Prepare(InsertTag).Bind(1, id).Bind(2, tag).Bind(3, item.Key.DataId).Bind(4, item.Key.Group).Bind(5, item.Key.NamespaceId).Run();
        return id;
    }

    private static void SaveGray(StateSession session, in ConfigKey key, string name, GrayVersion? gray)
    {
        if (gray is null)
        {
            Bind(session.Prepare(DeleteGray), key).Bind(4, name).Run();
            return;
        }
        if (BindGray(Bind(session.Prepare(UpdateGray), key), gray).Run() > 0) return;
        BindGray(Bind(session.Prepare(InsertGray), key), gray).Bind(13, Milliseconds(gray.CreatedAt)).Run();
    }

    private static void SaveHistory(StateSession session, in ConfigKey key, ConfigHistoryEntry entry) => session.Prepare(InsertHistory)
        .Bind(1, entry.ConfigId).Bind(2, key.DataId).Bind(3, key.Group).Bind(4, key.NamespaceId)
        .Bind(5, entry.AppName ?? "").Bind(6, entry.Content.Md5).Bind(7, Milliseconds(entry.At))
        .Bind(8, entry.Author.User).Bind(9, entry.Author.Ip).Bind(10, HistoryColumns.OperationText(entry.Operation))
        .Bind(11, entry.Content.EncryptedDataKey).Bind(12, HistoryColumns.PublishType(entry.GrayName)).Bind(13, entry.GrayName)
        .Bind(14, entry.ExtInfo).Bind(15, entry.Content.Text)
        .Run();

    private static Statement Bind(Statement statement, in ConfigKey key) => statement.Bind(1, key.DataId).Bind(2, key.Group).Bind(3, key.NamespaceId);

    /// <summary>An update leaves the key and the time of creation alone; its statement has no such parameters.</summary>
    private static Statement BindFormal(Statement statement, FormalVersion formal) => statement
        .Bind(4, formal.Content.Md5).Bind(5, Milliseconds(formal.CreatedAt)).Bind(6, Milliseconds(formal.ModifiedAt))
        .Bind(7, formal.Author.User).Bind(8, formal.Author.Ip).Bind(9, formal.Description.AppName ?? "") // Nacos writes no null here
        .Bind(10, formal.Description.Desc).Bind(11, formal.Description.Use).Bind(12, formal.Description.Effect)
        .Bind(13, formal.Description.Type).Bind(14, formal.Description.Schema)
        .Bind(15, formal.Content.EncryptedDataKey).Bind(16, formal.Content.Text);

    private static Statement BindGray(Statement statement, GrayVersion gray) => statement
        .Bind(4, gray.Rule.GrayName).Bind(5, gray.Rule.ToJson()).Bind(6, gray.Content.Md5)
        .Bind(7, gray.Author.User).Bind(8, gray.Author.Ip).Bind(9, Milliseconds(gray.ModifiedAt)).Bind(10, gray.AppName ?? "")
        .Bind(11, gray.Content.EncryptedDataKey).Bind(12, gray.Content.Text);

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
