using System.Net;
using System.Text.Json;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>Protocol source: Nacos 3.1 <c>ConfigQueryResponse</c> (nacos-grpc §3.3).</summary>
internal sealed class ConfigQueryResponse : SdkResponse
{
    /// <summary>Nacos: <c>CONFIG_NOT_FOUND</c>, a code of this response only.</summary>
    public const int NotFound = 300;

    /// <summary>Nacos: <c>CONFIG_QUERY_CONFLICT</c>.</summary>
    public const int Conflict = 400;

    private static readonly PayloadType Type = new("ConfigQueryResponse");

    public override PayloadType PayloadType => Type;

    /// <summary>Null unless found.</summary>
    public ServedVersion? Version { get; init; }

    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Type of the formal version; null without one.</summary>
    public string? ContentType { get; init; }

    /// <summary>The gray rule that chose the version.</summary>
    public GrayRule? Rule { get; init; }

    /// <summary>A tag that was asked for and does not exist.</summary>
    public string? MissingTag { get; init; }

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (Version is not null)
        {
            json.WriteString("content"u8, Content.Span);
            json.WriteString("md5"u8, Version.Md5);
            if (ContentType is not null) json.WriteString("contentType"u8, ContentType);
            if (Rule is null) json.WriteString("encryptedDataKey"u8, Version.EncryptedDataKey);
        }
        json.WriteNumber("lastModified"u8, Version?.ModifiedAtMs ?? 0); // Rust needs it, and beta, in failures too
        json.WriteBoolean("beta"u8, Rule is BetaRule);
        // Left out as a rule: Go and Python take it for a boolean.
        if (Rule is TagRule tag) json.WriteString("tag"u8, WebUtility.UrlEncode(tag.Expression));
        else if (MissingTag is not null) json.WriteString("tag"u8, MissingTag);
    }
}

internal sealed class ConfigPublishResponse : SdkResponse
{
    private static readonly PayloadType Type = new("ConfigPublishResponse");

    public override PayloadType PayloadType => Type;
}

internal sealed class ConfigRemoveResponse : SdkResponse
{
    private static readonly PayloadType Type = new("ConfigRemoveResponse");

    public override PayloadType PayloadType => Type;
}

/// <summary>Protocol source: Nacos 3.1 <c>ConfigChangeBatchListenResponse</c>. Its name does not follow its request's.</summary>
internal sealed class ConfigChangeBatchListenResponse(IReadOnlyList<ConfigListenContext> changed) : SdkResponse
{
    private static readonly PayloadType Type = new("ConfigChangeBatchListenResponse");

    public override PayloadType PayloadType => Type;

    /// <summary>Names go back as they came: Java looks its cache up with the three, Rust needs a tenant, Python takes no null.</summary>
    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteStartArray("changedConfigs"u8);
        foreach (var context in changed)
        {
            json.WriteStartObject();
            json.WriteString("group"u8, context.Group);
            json.WriteString("dataId"u8, context.DataId);
            if (context.Tenant is not null) json.WriteString("tenant"u8, context.Tenant);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

internal sealed class ConfigFuzzyWatchResponse : SdkResponse
{
    private static readonly PayloadType Type = new("ConfigFuzzyWatchResponse");

    public override PayloadType PayloadType => Type;
}
