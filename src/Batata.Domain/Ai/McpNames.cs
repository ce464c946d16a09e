using Batata.Domain.Configs;
using Batata.Domain.Naming;

namespace Batata.Domain.Ai;

/// <summary>
/// Where the registry keeps what: three kinds of configs and services of one group, all of which clients see by the other APIs too. Protocol source: Nacos 3.1
/// <c>Constants</c>, <c>McpConfigUtils</c>, <c>McpEndpointOperationService</c>.
/// </summary>
public static class McpNames
{
    public const string VersionsGroup = "mcp-server-versions";
    public const string ServerGroup = "mcp-server";
    public const string ToolsGroup = "mcp-tools";
    public const string EndpointsGroup = "mcp-endpoints";

    /// <summary>Tag of every config of the registry.</summary>
    public const string ConfigTag = "nacos.internal.config=mcp";

    /// <summary>Marks services whose addresses were written with a server. In Nacos, too.</summary>
    public const string DirectMark = "__nacos.ai.mcp.service__";

    public const string StdioProtocol = "stdio";
    public const string HttpProtocol = "http";

    private const string VersionsSuffix = "-mcp-versions.json";

    /// <summary>Tag of the versions' config, by which Nacos finds a server.</summary>
    public static string NameTag(string name) => $"mcpServerName={name}";

    public static ConfigKey Versions(string namespaceId, string id) => new(namespaceId, VersionsGroup, id + VersionsSuffix);

    public static ConfigKey Server(string namespaceId, string id, string version) => new(namespaceId, ServerGroup, $"{id}-{version}-mcp-server.json");

    public static ConfigKey Tools(string namespaceId, string id, string version) => new(namespaceId, ToolsGroup, $"{id}-{version}-mcp-tools.json");

    public static ServiceKey Endpoints(string namespaceId, string name, string version) => new(namespaceId, EndpointsGroup, $"{name}::{version}");

    /// <summary>Null for a config of another kind.</summary>
    public static string? IdOf(in ConfigKey versions) =>
        versions.Group == VersionsGroup && versions.DataId.EndsWith(VersionsSuffix, StringComparison.Ordinal) ? versions.DataId[..^VersionsSuffix.Length] : null;
}
