using System.Text.Json;
using System.Text.Json.Serialization;
using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

// JSON of the v1 config calls, nulls and all; ids are texts. Protocol source: Nacos 3.1, the model classes of the same names.

internal sealed record PageJson<T>(int TotalCount, int PageNumber, int PagesAvailable, IReadOnlyList<T> PageItems)
{
    public static PageJson<T> Of<TRow>(Page<TRow> page, Func<TRow, T> shape) =>
        new(page.TotalCount, page.PageNumber, page.PagesAvailable, [.. page.Items.Select(shape)]);
}

internal sealed record ConfigInfoJson(
    string Id, string DataId, string Group, string? Content, string? Md5, string? EncryptedDataKey, string Tenant, string AppName, string? Type)
{
    /// <param name="accurate">Nacos 3.x: an accurate search leaves out the key, a search by tags the md5 and (accurate) the type.</param>
    public static ConfigInfoJson Of(ConfigRow row, bool accurate, bool byTags) => new(
        ConfigAllInfoJson.Text(row.Id), row.Key.DataId, row.Key.Group, row.Content, byTags ? null : row.Md5, accurate || byTags ? null : row.EncryptedDataKey,
        row.Key.NamespaceId, row.AppName ?? "", accurate && byTags ? null : row.Type);
}

internal sealed record ConfigAllInfoJson(
    string Id, string DataId, string Group, string Content, string Md5, string EncryptedDataKey, string Tenant, string AppName, string? Type,
    long CreateTime, long ModifyTime, string? CreateUser, string? CreateIp, string? Desc, string? Use, string? Effect, string? Schema, string? ConfigTags)
{
    public static ConfigAllInfoJson Of(ConfigDetail detail)
    {
        var (key, version) = detail;
        var (content, about) = (version.Content, version.Description);
        var modified = version.ModifiedAt.ToUnixTimeMilliseconds();
        return new ConfigAllInfoJson(
            Text(version.Id), key.DataId, key.Group, content.Text, content.Md5, content.EncryptedDataKey, key.NamespaceId, about.AppName ?? "", about.Type,
            modified, // Nacos 3.x: createTime carries the time of the last change
            modified, version.Author.User, version.Author.Ip, about.Desc, about.Use, about.Effect, about.Schema, Joined(about.Tags));
    }

    public static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string? Joined(IReadOnlyList<string>? tags) => tags is { Count: > 0 } ? string.Join(',', tags) : null;
}

internal sealed record ConfigAdvanceInfoJson(
    long CreateTime, long ModifyTime, string? CreateUser, string? CreateIp, string? Desc, string? Use, string? Effect, string? Type, string? Schema, string? ConfigTags)
{
    public static ConfigAdvanceInfoJson Of(FormalVersion version) => new(
        version.CreatedAt.ToUnixTimeMilliseconds(), version.ModifiedAt.ToUnixTimeMilliseconds(), version.Author.User, version.Author.Ip,
        version.Description.Desc, version.Description.Use, version.Description.Effect, version.Description.Type, version.Description.Schema,
        ConfigAllInfoJson.Joined(version.Description.Tags));
}

internal sealed record ConfigInfoBetaJson(
    string Id, string DataId, string Group, string Content, string Md5, string? EncryptedDataKey, string Tenant, string AppName, string? Type, string BetaIps)
{
    public static ConfigInfoBetaJson Of(ConfigKey key, GrayVersion version) => new(
        "0", key.DataId, key.Group, version.Content.Text, version.Content.Md5,
        version.Content.EncryptedDataKey.Length == 0 ? null : version.Content.EncryptedDataKey, key.NamespaceId, version.AppName ?? "", null,
        version.Rule.Expression);
}

/// <summary>A row of the list of a namespace: names only.</summary>
internal sealed record ConfigInfoWrapperJson(
    string Id, string DataId, string Group, string? Content, string? Md5, string? EncryptedDataKey, string Tenant, string AppName, string? Type, long LastModified)
{
    public static ConfigInfoWrapperJson Of(ConfigRow row) => new(
        "0", row.Key.DataId, row.Key.Group, null, null, null, row.Key.NamespaceId, row.AppName ?? "", row.Type, 0);
}

internal sealed record ConfigHistoryJson(
    string Id, long LastId, string DataId, string Group, string Tenant, string AppName, string? Md5, string? Content, string? SrcIp, string? SrcUser,
    string OpType, string PublishType, string GrayName, string ExtInfo, string CreatedTime, string LastModifiedTime, string? EncryptedDataKey)
{
    /// <param name="whole">False in lists: content, md5 and key are null there.</param>
    public static ConfigHistoryJson Of(ConfigHistoryRow row, bool whole)
    {
        var (key, entry) = (row.Key, row.Entry);
        var at = SpringErrors.Timestamp(entry.At);
        return new ConfigHistoryJson(
            ConfigAllInfoJson.Text(row.HistoryId), -1, key.DataId, key.Group, key.NamespaceId, entry.AppName ?? "",
            whole ? entry.Content.Md5 : null, whole ? entry.Content.Text : null, entry.Author.Ip, entry.Author.User,
            OpTypeOf(entry.Operation), PublishTypeOf(entry), entry.GrayName, entry.ExtInfo, at, at,
            whole ? entry.Content.EncryptedDataKey : null);
    }

    public static string PublishTypeOf(ConfigHistoryEntry entry) => entry.GrayName.Length == 0 ? "formal" : "gray";

    public static string OpTypeOf(ConfigOperation operation) => operation switch
    {
        ConfigOperation.Insert => "I",
        ConfigOperation.Update => "U",
        _ => "D",
    };
}

/// <param name="LisentersGroupkeyStatus">Spelt so on the wire. Client IP or group key → md5.</param>
internal sealed record ListenersJson(int CollectStatus, IDictionary<string, string> LisentersGroupkeyStatus);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageJson<ConfigInfoJson>))]
[JsonSerializable(typeof(PageJson<ConfigHistoryJson>))]
[JsonSerializable(typeof(ConfigHistoryJson))]
[JsonSerializable(typeof(ConfigAllInfoJson))]
[JsonSerializable(typeof(ConfigAdvanceInfoJson))]
[JsonSerializable(typeof(ConfigInfoBetaJson))]
[JsonSerializable(typeof(IReadOnlyList<ConfigInfoWrapperJson>))]
[JsonSerializable(typeof(ListenersJson))]
[JsonSerializable(typeof(IDictionary<string, JsonElement>))]
internal sealed partial class ConfigV1Json : JsonSerializerContext;
