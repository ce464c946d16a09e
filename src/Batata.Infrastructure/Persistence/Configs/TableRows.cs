using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>A row of <c>config_info</c> as Dapper fills it.</summary>
internal sealed class ConfigInfoRow
{
    public long Id { get; init; }
    public string DataId { get; init; } = "";
    public string GroupId { get; init; } = "";
    public string TenantId { get; init; } = "";
    public string? Md5 { get; init; }
    public long GmtModified { get; init; }
    public string? AppName { get; init; }
    public string? Type { get; init; }
    public string? EncryptedDataKey { get; init; }

    /// <summary>Empty when it was not asked for.</summary>
    public string Content { get; init; } = "";

    public ConfigRow ToConfigRow() => new(
        Id, new ConfigKey(TenantId, GroupId, DataId), Content, Md5 ?? "", EncryptedDataKey ?? "", AppName, Type, DateTimeOffset.FromUnixTimeMilliseconds(GmtModified));
}

/// <summary>A row of <c>his_config_info</c> as Dapper fills it. Rows of old databases have nulls where newer ones have text.</summary>
internal sealed class HistoryInfoRow
{
    public long Nid { get; init; }
    public long Id { get; init; }
    public string DataId { get; init; } = "";
    public string GroupId { get; init; } = "";
    public string TenantId { get; init; } = "";
    public string? AppName { get; init; }
    public string? Md5 { get; init; }
    public long GmtModified { get; init; }
    public string? SrcUser { get; init; }
    public string? SrcIp { get; init; }
    public string OpType { get; init; } = "";
    public string? EncryptedDataKey { get; init; }
    public string? GrayName { get; init; }
    public string? ExtInfo { get; init; }

    /// <summary>Empty when it was not asked for.</summary>
    public string Content { get; init; } = "";

    public ConfigHistoryRow ToHistoryRow() => new(
        Nid,
        new ConfigKey(TenantId, GroupId, DataId),
        new ConfigHistoryEntry(
            Id,
            HistoryColumns.Operation(OpType),
            new ConfigContent(Content, Md5 ?? "", EncryptedDataKey ?? ""),
            AppName,
            new ConfigAuthor(SrcUser, SrcIp),
            GrayName ?? "",
            ExtInfo ?? "",
            DateTimeOffset.FromUnixTimeMilliseconds(GmtModified)));
}
