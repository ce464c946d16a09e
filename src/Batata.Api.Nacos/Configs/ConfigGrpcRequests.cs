using System.Text.Json.Serialization;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Identity;

namespace Batata.Api.Nacos.Configs;

/// <summary>The three names that most config requests have. <c>tenant</c> is what is a namespace id everywhere else.</summary>
internal abstract class ConfigRequest : SdkRequest
{
    public string? DataId { get; set; }

    public string? Group { get; set; }

    public string? Tenant { get; set; }

    public override string Subject() => AuditTexts.Resource(Tenant, Group, "config", DataId);

    public override IEnumerable<string?> NamedNamespaces => [Tenant];

    public override bool IsAllowed(Caller caller, NacosPermission permission) => permission.Allows(caller, Tenant.AsSpan().Trim(), Group, DataId);
}

internal sealed class ConfigQueryRequest : ConfigRequest
{
    public string? Tag { get; set; }
}

internal sealed class ConfigPublishRequest : ConfigRequest
{
    public string? Content { get; set; }

    public string? CasMd5 { get; set; }

    /// <summary>
    /// <c>tag</c>, <c>betaIps</c>, <c>type</c>, <c>appName</c>, <c>src_user</c>, <c>encryptedDataKey</c>, <c>config_tags</c> and descriptions.
    /// </summary>
    public Dictionary<string, string?>? AdditionMap { get; set; }
}

internal sealed class ConfigRemoveRequest : ConfigRequest
{
    /// <summary>The full name of a gray version here, unlike that of a publish.</summary>
    public string? Tag { get; set; }
}

internal sealed class ConfigBatchListenRequest : SdkRequest
{
    public bool Listen { get; set; } = true;

    public List<ConfigListenContext?>? ConfigListenContexts { get; set; }

    public override IEnumerable<string?> NamedNamespaces => ConfigListenContexts?.Select(static one => one?.Tenant) ?? [];

    /// <summary>Any config of each namespace that it names. Nacos looks at the first one's alone.</summary>
    public override bool IsAllowed(Caller caller, NacosPermission permission)
    {
        var allowed = default(string);
        foreach (var context in ConfigListenContexts ?? [])
        {
            var asked = context?.Tenant ?? "";
            if (asked == allowed) continue;
            if (!permission.Allows(caller, asked.AsSpan().Trim(), default, default)) return false;
            allowed = asked;
        }
        return allowed is not null || permission.Allows(caller, default, default, default);
    }
}

internal sealed class ConfigListenContext
{
    public string? DataId { get; set; }

    public string? Group { get; set; }

    public string? Tenant { get; set; }

    /// <summary>Empty when the client has nothing; null equals no md5 at all.</summary>
    public string? Md5 { get; set; }
}

internal sealed class ConfigFuzzyWatchRequest : SdkRequest
{
    public string? GroupKeyPattern { get; set; }

    public List<string?>? ReceivedGroupKeys { get; set; }

    public string? WatchType { get; set; }

    public bool Initializing { get; set; }

    public override IEnumerable<string?> NamedNamespaces => [GroupKeyPattern?.Split(">>")[0]];

    public override bool IsAllowed(Caller caller, NacosPermission permission) => permission.AllowsPattern(caller, GroupKeyPattern);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientIntConverter)])]
[JsonSerializable(typeof(ConfigQueryRequest))]
[JsonSerializable(typeof(ConfigPublishRequest))]
[JsonSerializable(typeof(ConfigRemoveRequest))]
[JsonSerializable(typeof(ConfigBatchListenRequest))]
[JsonSerializable(typeof(ConfigFuzzyWatchRequest))]
internal sealed partial class ConfigJson : JsonSerializerContext;
