using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Reads a whole config with one statement: formal version, gray versions and tags of one moment.</summary>
internal static class StoredConfig
{
    private const int FormalRow = 0;
    private const int GrayRow = 1;

    private static readonly Sql Select = new(
        """
        SELECT 0, id, md5, gmt_create, gmt_modified, src_user, src_ip, app_name, encrypted_data_key, type, c_desc, c_use, effect, c_schema, content
        FROM config_info WHERE data_id = ?1 AND group_id = ?2 AND tenant_id = ?3
        UNION ALL
        SELECT 1, id, md5, gmt_create, gmt_modified, src_user, src_ip, app_name, encrypted_data_key, gray_rule, NULL, NULL, NULL, NULL, content
        FROM config_info_gray WHERE data_id = ?1 AND group_id = ?2 AND tenant_id = ?3
        UNION ALL
        SELECT 2, nid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, tag_name, NULL, NULL, NULL, NULL, NULL
        FROM config_tags_relation WHERE id = (SELECT id FROM config_info WHERE data_id = ?1 AND group_id = ?2 AND tenant_id = ?3)
        """);

    public static ConfigItem? Read(StateSession session, in ConfigKey key)
    {
        FormalVersion? formal = null;
        List<GrayVersion>? gray = null;
        List<(long Nid, string Name)>? tags = null;
        using (var row = session.Prepare(Select).Bind(1, key.DataId).Bind(2, key.Group).Bind(3, key.NamespaceId))
        {
            while (row.Step())
            {
                switch (row.Int64(0))
                {
                    case FormalRow: formal = Formal(row); break;
                    case GrayRow: (gray ??= []).Add(Gray(row)); break;
                    default: (tags ??= []).Add((row.Int64(1), row.Text(9))); break;
                }
            }
        }
        if (formal is null && gray is null) return null;
        if (formal is not null && tags is not null)
        {
            tags.Sort(static (a, b) => a.Nid.CompareTo(b.Nid)); // as they were written
            formal = formal with { Description = formal.Description with { Tags = tags.ConvertAll(static t => t.Name) } };
        }
        return new ConfigItem(key, formal, gray);
    }

    private static FormalVersion Formal(Statement row) => new(
        row.Int64(1),
        Content(row),
        new ConfigDescription(
            row.TextOrNull(7), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.TextOrNull(13), []),
        new ConfigAuthor(row.TextOrNull(5), row.TextOrNull(6)),
        Time(row, 3),
        Time(row, 4));

    private static GrayVersion Gray(Statement row) => new(
        Rule(row.Text(9)), Content(row), row.TextOrNull(7), new ConfigAuthor(row.TextOrNull(5), row.TextOrNull(6)), Time(row, 3), Time(row, 4));

    public static GrayRule Rule(string json) => GrayRule.Parse(json) ?? throw new InvalidDataException($"Gray rule is not understood: {json}");

    private static ConfigContent Content(Statement row) => new(row.Text(14), row.Text(2), row.Text(8));

    private static DateTimeOffset Time(Statement row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(column));
}
