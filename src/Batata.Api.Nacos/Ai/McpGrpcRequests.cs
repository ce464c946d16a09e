using System.Text.Json.Serialization;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Ai;
using Batata.Application.Identity;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Ai;

/// <summary>Protocol source: Nacos 3.1 <c>AbstractMcpRequest</c>. Its <c>mcpId</c> is read by nobody.</summary>
internal abstract class McpRequest : SdkRequest
{
    public string? NamespaceId { get; set; }

    public string? McpName { get; set; }

    [JsonIgnore]
    public string Namespace => Domain.Namespaces.NamespaceId.Normalize(NamespaceId);

    public override IEnumerable<string?> NamedNamespaces => [NamespaceId];

    public override string Subject() => AuditTexts.Resource(NamespaceId, ServiceKey.DefaultGroup, "ai", McpName);

    public override bool IsAllowed(Caller caller, NacosPermission permission) => permission.Allows(caller, Namespace, ServiceKey.DefaultGroup, McpName);
}

internal sealed class QueryMcpServerRequest : McpRequest
{
    /// <summary>Blank for the last one written.</summary>
    public string? Version { get; set; }
}

internal sealed class ReleaseMcpServerRequest : McpRequest
{
    public McpServer? ServerSpecification { get; set; }

    public McpToolSpecification? ToolSpecification { get; set; }

    /// <summary>The name inside is the one that counts. Nacos asks about the other one alone, which need not be the same.</summary>
    public override bool IsAllowed(Caller caller, NacosPermission permission) =>
        base.IsAllowed(caller, permission) && (ServerSpecification is null || permission.Allows(caller, Namespace, ServiceKey.DefaultGroup, ServerSpecification.Name));
}

internal sealed class McpServerEndpointRequest : McpRequest
{
    public const string Register = "registerEndpoint";
    public const string Deregister = "deregisterEndpoint";

    public string? Address { get; set; }

    public int Port { get; set; }

    public string? Version { get; set; }

    public string? Type { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientIntConverter)])]
[JsonSerializable(typeof(QueryMcpServerRequest))]
[JsonSerializable(typeof(ReleaseMcpServerRequest))]
[JsonSerializable(typeof(McpServerEndpointRequest))]
[JsonSerializable(typeof(McpServerDetail))]
internal sealed partial class McpGrpcJson : JsonSerializerContext;
