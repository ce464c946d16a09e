using System.Text;
using System.Text.Json;
using Batata.Application.Configs;
using Dapper;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// The WHERE clause of a search. Protocol source: Nacos 3.1 <c>ConfigInfoMapper</c>, <c>ConfigInfoTagsRelationMapper</c>.
/// Nacos 3.x: <c>*</c> is the wildcard, but <c>%</c> and <c>_</c> reach LIKE as they are. Not in namespaces here: one must not find another's configs.
/// </summary>
internal sealed class ConfigSearchSql
{
    private readonly StringBuilder _where = new();

    public ConfigSearchSql(ConfigSearch search)
    {
        MatchNamespace(search);
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

    private void MatchNamespace(ConfigSearch search)
    {
        if (string.IsNullOrEmpty(search.NamespaceId)) return;
        if (search.Blur && search.NamespaceId.Contains('*', StringComparison.Ordinal))
            Add("tenant_id LIKE @tenant ESCAPE '!'", "tenant", Pattern(search.NamespaceId).Replace("_", "!_", StringComparison.Ordinal)); // no namespace has a %
        else Add("tenant_id = @tenant", "tenant", search.NamespaceId);
    }

    private void Match(string column, string parameter, string? value, bool wildcards)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (wildcards && value.AsSpan().ContainsAny('*', '%', '_')) Add($"{column} LIKE @{parameter} ESCAPE '!'", parameter, Pattern(value));
        else Add($"{column} = @{parameter}", parameter, value);
    }

    private void Add(string condition, string parameter, string value)
    {
        _where.Append(_where.Length == 0 ? "WHERE " : " AND ").Append(condition);
        Parameters.Add(parameter, value);
    }

    private static string Pattern(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace('*', '%');
}
