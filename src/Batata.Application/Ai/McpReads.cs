using System.Globalization;
using System.Text.Json;
using Batata.Application.Configs;
using Batata.Domain.Ai;
using Batata.Domain.Shared;

namespace Batata.Application.Ai;

/// <summary>What the registry knows of MCP servers. Protocol source: Nacos 3.1 <c>McpServerOperationService</c>.</summary>
public sealed class McpReads(McpDocuments documents, McpEndpointServices endpoints)
{
    /// <param name="id">Counts before the name; null or empty to look the name up.</param>
    /// <param name="version">Null or empty for the last one written.</param>
    /// <returns>The version, or <c>mcp.not_found</c> or <c>mcp.version_not_found</c>.</returns>
    public async Task<Outcome<McpServerDetail>> FindAsync(string namespaceId, string? id, string? name, string? version, CancellationToken cancellationToken)
    {
        var resolved = await ResolveAsync(namespaceId, id, name, cancellationToken);
        if (resolved is null || await documents.FindVersionsAsync(namespaceId, resolved, cancellationToken) is not { } versions) return McpFailures.NotFound(resolved, namespaceId);
        if (string.IsNullOrEmpty(version)) version = versions.List.Last;
        if (version is null || await documents.FindServerAsync(namespaceId, resolved, version, cancellationToken) is not { } stored)
            return McpFailures.VersionNotFound(resolved, version ?? "");
        var named = stored.VersionDetail?.Version ?? version;
        var detail = new McpServerDetail(stored)
        {
            Id = resolved,
            NamespaceId = namespaceId,
            Version = named,
            VersionDetail = (stored.VersionDetail ?? new McpVersionDetail { Version = named }) with { IsLatest = versions.List.IsLatest(named) },
            AllVersions = McpDocuments.Details(versions.List),
            ToolSpec = stored.ToolsDescriptionRef is { } tools ? await documents.FindToolsAsync(namespaceId, tools, cancellationToken) : null,
        };
        return McpWrites.IsStdio(stored) ? detail : WithEndpoints(detail);
    }

    /// <returns>Null when there is no such server.</returns>
    public async Task<string?> FindNameAsync(string namespaceId, string id, CancellationToken cancellationToken) =>
        (await documents.FindVersionsAsync(namespaceId, id, cancellationToken))?.Info.Name;

    /// <summary>Servers with what is known of all their versions, in order of creation.</summary>
    /// <param name="name">Empty for all.</param>
    public async Task<Page<McpServerVersions>> ListAsync(string namespaceId, string? name, bool blur, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var ids = await documents.FindIdsAsync(namespaceId, name ?? "", blur, cancellationToken);
        List<McpServerVersions> servers = [];
        foreach (var id in ids.Skip((int)Math.Min((long)pageSize * (pageNumber - 1), int.MaxValue)).Take(pageSize))
        {
            if (await documents.FindVersionsAsync(namespaceId, id, cancellationToken) is { } versions) servers.Add(Summary(versions));
        }
        return Page<McpServerVersions>.Of(ids.Count, pageNumber, pageSize, servers);
    }

    public async Task<string?> ResolveAsync(string namespaceId, string? id, string? name, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(id) ? await documents.FindIdAsync(namespaceId, name ?? "", cancellationToken) : id;

    /// <summary>The service that addresses of this version register in; null when it has none. A plain HTTP API registers at its entrance.</summary>
    public static McpServiceRef? RegistersAt(McpServer server) => server.Protocol == McpNames.HttpProtocol
        ? server.RemoteServerConfig?.FrontEndpointConfigList?.Where(static front => front.EndpointType == McpFrontEndpoint.Ref).Select(ServiceOf).FirstOrDefault()
        : server.RemoteServerConfig?.ServiceRef;

    private static McpServerVersions Summary(StoredVersions versions)
    {
        var details = McpDocuments.Details(versions.List);
        return versions.Info with
        {
            Version = versions.List.Latest,
            VersionDetail = details.FirstOrDefault(static one => one.IsLatest == true),
            LatestPublishedVersion = versions.List.Latest,
            VersionDetails = details,
        };
    }

    private McpServerDetail WithEndpoints(McpServerDetail detail)
    {
        var remote = detail.RemoteServerConfig;
        IReadOnlyList<McpEndpoint> backends = endpoints.List(remote?.ServiceRef, remote?.ExportPath, remote?.ServiceRef?.TransportProtocol, headers: null);
        return detail with { BackendEndpoints = backends, FrontendEndpoints = [.. (remote?.FrontEndpointConfigList ?? []).SelectMany(one => Fronts(one, backends))] };
    }

    private IReadOnlyList<McpEndpoint> Fronts(McpFrontEndpoint front, IReadOnlyList<McpEndpoint> backends) => front.EndpointType switch
    {
        McpFrontEndpoint.Ref => endpoints.List(ServiceOf(front), front.Path, front.Protocol, front.Headers),
        McpFrontEndpoint.Direct when front.EndpointData is { ValueKind: JsonValueKind.String } address => [Direct(front, address.GetString()!)],
        McpFrontEndpoint.Direct => [],
        _ => backends,
    };

    /// <summary>Without a port it is that of the protocol; brackets are for IPv6.</summary>
    private static McpEndpoint Direct(McpFrontEndpoint front, string address)
    {
        var port = front.Protocol == McpNames.HttpProtocol ? 80 : 443;
        var colon = address.LastIndexOf(':');
        if (colon > 0 && (address.IndexOf(':') == colon || address[colon - 1] == ']')
            && int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            (address, port) = (address[..colon], given);
        return new McpEndpoint { Protocol = front.Protocol, Address = address, Port = port, Path = front.Path, Headers = front.Headers };
    }

    private static McpServiceRef? ServiceOf(McpFrontEndpoint front) =>
        front.EndpointData is { ValueKind: JsonValueKind.Object } data ? McpJson.Read(data.GetRawText(), McpJson.Stored.McpServiceRef) : null;
}
