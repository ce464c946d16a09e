using System.Text.Json;

namespace Batata.Application.Ai;

/// <summary>How a server is reached over the network. Protocol source: Nacos 3.1 <c>McpServerRemoteServiceConfig</c>.</summary>
public sealed record McpRemoteServerConfig
{
    public McpServiceRef? ServiceRef { get; set; }

    public string? ExportPath { get; set; }

    public IReadOnlyList<McpFrontEndpoint>? FrontEndpointConfigList { get; set; }
}

/// <summary>The service whose instances serve it.</summary>
public sealed record McpServiceRef
{
    public string? NamespaceId { get; set; }

    public string? GroupName { get; set; }

    public string? ServiceName { get; set; }

    public string? TransportProtocol { get; set; }
}

/// <summary>An entrance in front of the endpoints. Protocol source: Nacos 3.1 <c>FrontEndpointConfig</c>.</summary>
public sealed record McpFrontEndpoint
{
    public const string Ref = "REF";
    public const string Direct = "DIRECT";

    public string? Type { get; set; }

    public string? Protocol { get; set; }

    /// <summary><see cref="Ref"/>, <see cref="Direct"/>, or anything else for the endpoints themselves.</summary>
    public string? EndpointType { get; set; }

    /// <summary>A service (<see cref="McpServiceRef"/>), or an address as text.</summary>
    public JsonElement? EndpointData { get; set; }

    public string? Path { get; set; }

    public JsonElement? Headers { get; set; }
}

public sealed record McpEndpoint
{
    public string? Protocol { get; set; }

    public string? Address { get; set; }

    public int Port { get; set; }

    public string? Path { get; set; }

    public JsonElement? Headers { get; set; }
}

public sealed record McpToolSpecification
{
    public IReadOnlyList<McpTool>? Tools { get; set; } = [];

    public IReadOnlyDictionary<string, McpToolMeta>? ToolsMeta { get; set; } = new Dictionary<string, McpToolMeta>();

    public IReadOnlyList<JsonElement>? SecuritySchemes { get; set; } = [];
}

public sealed record McpTool
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public JsonElement? InputSchema { get; set; }
}

public sealed record McpToolMeta
{
    public JsonElement? InvokeContext { get; set; }

    public bool Enabled { get; set; } = true;

    public JsonElement? Templates { get; set; }
}

/// <summary>Where a server's endpoints come from: an existing service (<c>REF</c>), or an address (all else).</summary>
public sealed record McpEndpointSpecification
{
    public string? Type { get; set; }

    public IReadOnlyDictionary<string, string?>? Data { get; set; }
}
