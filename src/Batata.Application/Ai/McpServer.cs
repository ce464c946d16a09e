using System.Text.Json;
using System.Text.Json.Serialization;

namespace Batata.Application.Ai;

// JSON of the registry, as it is stored, sent and answered: names and defaults are those of Nacos 3.1 (api/ai/model/mcp). What the registry only keeps is a JsonElement.

/// <summary>One version of an MCP server, as its owner describes it. Protocol source: Nacos 3.1 <c>McpServerBasicInfo</c>.</summary>
public record McpServer
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    /// <summary><c>stdio</c> for one that clients start themselves; all others have endpoints.</summary>
    public string? Protocol { get; set; }

    public string? FrontProtocol { get; set; }

    public string? Description { get; set; }

    public JsonElement? Repository { get; set; }

    public JsonElement? Packages { get; set; }

    public McpVersionDetail? VersionDetail { get; set; }

    /// <summary>The old form of the version's name.</summary>
    public string? Version { get; set; }

    public McpRemoteServerConfig? RemoteServerConfig { get; set; }

    public JsonElement? LocalServerConfig { get; set; }

    public bool Enabled { get; set; } = true;

    public IReadOnlyList<string>? Capabilities { get; set; }
}

/// <summary>As it is stored. Protocol source: Nacos 3.1 <c>McpServerStorageInfo</c>.</summary>
public sealed record McpStoredServer : McpServer
{
    public McpStoredServer()
    {
    }

    public McpStoredServer(McpServer server)
        : base(server)
    {
    }

    /// <summary>dataId of the tools; null when there are none.</summary>
    public string? ToolsDescriptionRef { get; set; }
}

/// <summary>What is known of all versions. Protocol source: Nacos 3.1 <c>McpServerVersionInfo</c>.</summary>
public sealed record McpServerVersions : McpServer
{
    public string? LatestPublishedVersion { get; set; }

    public IReadOnlyList<McpVersionDetail>? VersionDetails { get; set; }
}

/// <summary>One version with its tools and with those who serve it now. Protocol source: Nacos 3.1 <c>McpServerDetailInfo</c>.</summary>
public sealed record McpServerDetail : McpServer
{
    public McpServerDetail()
    {
    }

    public McpServerDetail(McpServer server)
        : base(server)
    {
    }

    public IReadOnlyList<McpEndpoint>? BackendEndpoints { get; set; }

    public IReadOnlyList<McpEndpoint>? FrontendEndpoints { get; set; }

    public McpToolSpecification? ToolSpec { get; set; }

    public IReadOnlyList<McpVersionDetail>? AllVersions { get; set; }

    public string? NamespaceId { get; set; }
}

/// <summary>Protocol source: Nacos 3.1 <c>ServerVersionDetail</c>.</summary>
public sealed record McpVersionDetail
{
    public string? Version { get; set; }

    [JsonPropertyName("release_date")]
    public string? ReleaseDate { get; set; }

    [JsonPropertyName("is_latest")]
    public bool? IsLatest { get; set; }
}
