using System.Text.Json.Serialization;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

// JSON of the v3 config calls, nulls and all; ids are texts. Protocol source: Nacos 3.1, the classes of the same names in api/config/model.

internal sealed record ConfigBasicInfoJson(
    string Id, string NamespaceId, string GroupName, string DataId, string? Md5, string? Type, string AppName, long CreateTime, long ModifyTime)
{
    /// <summary>A row of a search. Nacos leaves both times 0.</summary>
    public static ConfigBasicInfoJson Of(ConfigRow row)
    {
        var modified = row.ModifiedAt.ToUnixTimeMilliseconds();
        return new ConfigBasicInfoJson(
            ConfigAllInfoJson.Text(row.Id), row.Key.NamespaceId, row.Key.Group, row.Key.DataId, row.Md5, row.Type, row.AppName ?? "", modified, modified);
    }

    /// <summary>A row of the list of a namespace: names only.</summary>
    public static ConfigBasicInfoJson NameOf(ConfigRow row) => Of(row) with { Id = "0", Md5 = null };
}

internal sealed record ConfigDetailInfoJson(
    string Id, string NamespaceId, string GroupName, string DataId, string Md5, string? Type, string AppName, long CreateTime, long ModifyTime,
    string Content, string? Desc, string EncryptedDataKey, string? CreateUser, string? CreateIp, string? ConfigTags)
{
    public static ConfigDetailInfoJson Of(ConfigDetail detail)
    {
        var (key, version) = detail;
        var (content, about) = (version.Content, version.Description);
        return new ConfigDetailInfoJson(
            ConfigAllInfoJson.Text(version.Id), key.NamespaceId, key.Group, key.DataId, content.Md5, about.Type, about.AppName ?? "",
            version.CreatedAt.ToUnixTimeMilliseconds(), version.ModifiedAt.ToUnixTimeMilliseconds(), content.Text, about.Desc, content.EncryptedDataKey,
            version.Author.User, version.Author.Ip, ConfigAllInfoJson.Joined(about.Tags));
    }
}

internal sealed record ConfigGrayInfoJson(
    string Id, string NamespaceId, string GroupName, string DataId, string Md5, string? Type, string AppName, long CreateTime, long ModifyTime,
    string Content, string? Desc, string? EncryptedDataKey, string? CreateUser, string? CreateIp, string? ConfigTags, string GrayName, string GrayRule)
{
    /// <summary>A gray version has no type, description or tags. Its address is not shown in Nacos either, and its key only when there is one.</summary>
    public static ConfigGrayInfoJson Of(ConfigKey key, GrayVersion version) => new(
        "0", key.NamespaceId, key.Group, key.DataId, version.Content.Md5, null, version.AppName ?? "",
        version.CreatedAt.ToUnixTimeMilliseconds(), version.ModifiedAt.ToUnixTimeMilliseconds(), version.Content.Text, null,
        version.Content.EncryptedDataKey.Length == 0 ? null : version.Content.EncryptedDataKey, version.Author.User, null, null,
        version.Rule.GrayName, version.Rule.ToJson());
}

internal sealed record ConfigHistoryBasicInfoJson(
    string Id, string NamespaceId, string GroupName, string DataId, string? Md5, string? Type, string AppName, long CreateTime, long ModifyTime,
    string? SrcIp, string? SrcUser, string OpType, string PublishType)
{
    public static ConfigHistoryBasicInfoJson Of(ConfigHistoryRow row)
    {
        var (key, entry) = (row.Key, row.Entry);
        var at = entry.At.ToUnixTimeMilliseconds();
        return new ConfigHistoryBasicInfoJson(
            ConfigAllInfoJson.Text(row.HistoryId), key.NamespaceId, key.Group, key.DataId, null, null, entry.AppName ?? "", at, at,
            entry.Author.Ip, entry.Author.User, ConfigHistoryJson.OpTypeOf(entry.Operation), ConfigHistoryJson.PublishTypeOf(entry));
    }
}

internal sealed record ConfigHistoryDetailInfoJson(
    string Id, string NamespaceId, string GroupName, string DataId, string? Md5, string? Type, string AppName, long CreateTime, long ModifyTime,
    string? SrcIp, string? SrcUser, string OpType, string PublishType, string Content, string EncryptedDataKey, string GrayName, string ExtInfo)
{
    public static ConfigHistoryDetailInfoJson Of(ConfigHistoryRow row)
    {
        var (basic, entry) = (ConfigHistoryBasicInfoJson.Of(row), row.Entry);
        return new ConfigHistoryDetailInfoJson(
            basic.Id, basic.NamespaceId, basic.GroupName, basic.DataId, entry.Content.Md5, null, basic.AppName, basic.CreateTime, basic.ModifyTime,
            basic.SrcIp, basic.SrcUser, basic.OpType, basic.PublishType, entry.Content.Text, entry.Content.EncryptedDataKey, entry.GrayName, entry.ExtInfo);
    }
}

internal sealed record ConfigListenersJson(string QueryType, IDictionary<string, string> ListenersStatus);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConfigListenersJson))]
[JsonSerializable(typeof(ConfigDetailInfoJson))]
[JsonSerializable(typeof(ConfigGrayInfoJson))]
[JsonSerializable(typeof(PageJson<ConfigBasicInfoJson>))]
[JsonSerializable(typeof(IReadOnlyList<ConfigBasicInfoJson>))]
[JsonSerializable(typeof(PageJson<ConfigHistoryBasicInfoJson>))]
[JsonSerializable(typeof(ConfigHistoryDetailInfoJson))]
internal sealed partial class ConfigV3Json : JsonSerializerContext;
