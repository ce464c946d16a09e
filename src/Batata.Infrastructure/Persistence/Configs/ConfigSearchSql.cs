using System.Text;
using System.Text.Json;
using Batata.Application.Configs;
using Dapper;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// The WHERE clause of a search. Protocol source: Nacos 3.1 <c>ConfigInfoMapper</c>, <c>ConfigInfoTagsRelationMapper</c>.
/// Unlike Nacos, only <c>*</c> is a wildcard: a <c>_</c>, which is common in names, stands for itself.
/// </summary>
internal sealed class ConfigSearchSql
{
    private readonly StringBuilder _where = new();

    public ConfigSearchSql(ConfigSearch search)
    {
        Match("tenant_id", "tenant", search.NamespaceId, search.Blur);
        Match("data_id", "dataId", search.DataId, search.Blur);
        Match("group_id", "group", search.Group, search.Blur);
        Match("app_name", "appName", search.AppName, wildcards: false);
        if (search.Blur && search.Types.Count > 0) Add("type IN (SELECT value FROM json_each(@types))", "types", JsonSerializer.Serialize(search.Types));
        if (search.Tags.Count > 0) MatchTags(search);
        Match("content", "content", search.Content, search.Blur);
    }

    /// <summary>Empty, or begins with WHERE.</summary>
    public string Where => _where.ToString();

    public DynamicParameters Parameters { get; } = new();

    private void MatchTags(ConfigSearch search)
    {
        var tags = search.Blur ? search.Tags.Select(Pattern) : search.Tags;
        var matches = search.Blur ? "EXISTS (SELECT 1 FROM json_each(@tags) WHERE tag_name LIKE value ESCAPE '!')" : "tag_name IN (SELECT value FROM json_each(@tags))";
        Add($"id IN (SELECT id FROM config_tags_relation WHERE {matches})", "tags", JsonSerializer.Serialize(tags));
    }

    private void Match(string column, string parameter, string? value, bool wildcards)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (wildcards && value.Contains('*', StringComparison.Ordinal)) Add($"{column} LIKE @{parameter} ESCAPE '!'", parameter, Pattern(value));
        else Add($"{column} = @{parameter}", parameter, value);
    }

    private void Add(string condition, string parameter, string value)
    {
        _where.Append(_where.Length == 0 ? "WHERE " : " AND ").Append(condition);
        Parameters.Add(parameter, value);
    }

    private static string Pattern(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal)
        .Replace('*', '%');
}
