using System.Text.Json.Serialization;
using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>A change with what was before and what came after. Protocol source: Nacos 3.1 <c>ConfigHistoryInfoDetail</c>, <c>ConfigHistoryInfoPair</c>.</summary>
internal sealed record ConfigHistorySidesJson(
    long Id, long LastId, string DataId, string Group, string Tenant, string OpType, string PublishType, string GrayName, string AppName,
    string? SrcIp, string? SrcUser, string? OriginalMd5, string? OriginalContent, string? OriginalEncryptedDataKey, string? OriginalExtInfo,
    string? UpdatedMd5, string? UpdatedContent, string? UpdatedEncryptedDataKey, string? UpdateExtInfo, string CreatedTime, string LastModifiedTime)
{
    /// <param name="after">What an update led to; null for other changes.</param>
    public static ConfigHistorySidesJson Of(ConfigHistoryRow row, ConfigHistoryEntry? after)
    {
        var (key, entry) = (row.Key, row.Entry);
        var at = SpringErrors.Timestamp(entry.At);
        // An insert has nothing before it, and its row holds what came after.
        var inserted = entry.Operation == ConfigOperation.Insert;
        var (old, next) = inserted ? (null, entry) : (entry, after);
        var nothing = inserted ? "" : null;
        return new ConfigHistorySidesJson(
            row.HistoryId, -1, key.DataId, key.Group, key.NamespaceId, ConfigHistoryJson.OpTypeOf(entry.Operation), ConfigHistoryJson.PublishTypeOf(entry),
            entry.GrayName, entry.AppName ?? "", entry.Author.Ip, entry.Author.User,
            old?.Content.Md5 ?? nothing, old?.Content.Text ?? nothing, old?.Content.EncryptedDataKey ?? nothing, old?.ExtInfo ?? nothing,
            next?.Content.Md5, next?.Content.Text, next?.Content.EncryptedDataKey, next?.ExtInfo, at, at);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConfigHistorySidesJson))]
internal sealed partial class ConfigV2Json : JsonSerializerContext;
