using System.Collections.Concurrent;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Reads the index of served configs from the state, without contents.</summary>
internal static class ServedConfigLoader
{
    private static readonly Sql CountFormal = new("SELECT count(*) FROM config_info");
    private static readonly Sql SelectFormal = new("SELECT data_id, group_id, tenant_id, md5, gmt_modified, type, encrypted_data_key, id, app_name FROM config_info ORDER BY id");
    private static readonly Sql SelectGray = new("SELECT data_id, group_id, tenant_id, md5, gmt_modified, gray_rule, encrypted_data_key FROM config_info_gray");

    public static ConcurrentDictionary<ConfigKey, ServedConfig> Load(StateSession session, ConfigNames searched)
    {
        var count = Count(session);
        var configs = new ConcurrentDictionary<ConfigKey, ServedConfig>(concurrencyLevel: 1, count); // one writer: the applying thread
        searched.Reset(count);
        var names = new NamePool();
        var gray = LoadGray(session, names);
        using var row = session.Prepare(SelectFormal);
        while (row.Step())
        {
            var key = Key(row, names);
            var ofKey = gray.Remove(key, out var list) ? ServedConfig.InOrder(list) : [];
            var config = new ServedConfig(key, Version(row, key, "", names), row.IsNull(5) ? null : names.Take(row.Utf8(5)), ofKey) { Id = row.Int64(7), AppName = names.Take(row.Utf8(8)) };
            configs[key] = config;
            searched.Add(config);
        }
        foreach (var (key, alone) in gray) configs[key] = new ServedConfig(key, null, null, ServedConfig.InOrder(alone));
        return configs;
    }

    private static Dictionary<ConfigKey, List<ServedGray>> LoadGray(StateSession session, NamePool names)
    {
        var gray = new Dictionary<ConfigKey, List<ServedGray>>();
        using var row = session.Prepare(SelectGray);
        while (row.Step())
        {
            var key = Key(row, names);
            var rule = StoredConfig.Rule(row.Text(5));
            if (!gray.TryGetValue(key, out var list)) gray.Add(key, list = []);
            list.Add(new ServedGray(rule, Version(row, key, rule.GrayName, names)));
        }
        return gray;
    }

    private static ConfigKey Key(Statement row, NamePool names) => new(names.Take(row.Utf8(2)), names.Take(row.Utf8(1)), row.Text(0));

    private static ServedVersion Version(Statement row, in ConfigKey key, string grayName, NamePool names) =>
        new(key, grayName, row.Text(3), names.Take(row.Utf8(6)), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)));

    private static int Count(StateSession session)
    {
        using var row = session.Prepare(CountFormal);
        return row.Step() ? (int)row.Int64(0) : 0;
    }
}
