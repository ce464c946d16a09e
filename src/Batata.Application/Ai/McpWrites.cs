using System.Globalization;
using Batata.Domain.Ai;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Application.Ai;

/// <summary>What somebody writes of one version of an MCP server.</summary>
/// <param name="Tools">Null for none.</param>
/// <param name="Endpoints">Null leaves the server without a service, as <c>stdio</c> ones are.</param>
public sealed record McpWriting(string NamespaceId, McpServer Server, McpToolSpecification? Tools, McpEndpointSpecification? Endpoints, ConfigAuthor Author);

/// <summary>
/// Creates, changes and removes MCP servers: several configs, written one after the other as in Nacos, those that make the server visible last. Protocol source: Nacos 3.1
/// <c>McpServerOperationService</c>, <c>ReleaseMcpServerRequestHandler</c>.
/// </summary>
public sealed class McpWrites(McpDocuments documents, McpReads reads, McpEndpointServices endpoints, TimeProvider time)
{
    /// <summary>Writers of the same server who come at the same moment; each round one of them gets through.</summary>
    private const int MaxRounds = 20;

    private static readonly string[] WithTools = ["TOOL"];

    public static bool IsStdio(McpServer server) => string.Equals(server.Protocol, McpNames.StdioProtocol, StringComparison.OrdinalIgnoreCase);

    /// <returns>The id, or <c>mcp.exists</c> or <c>mcp.invalid</c>.</returns>
    public async Task<Outcome<string>> CreateAsync(McpWriting writing, CancellationToken cancellationToken)
    {
        var (namespaceId, server) = (writing.NamespaceId, writing.Server);
        if (await documents.FindIdAsync(namespaceId, server.Name ?? "", cancellationToken) is not null) return McpFailures.Exists(server.Name);
        if (VersionOf(server) is not { } version) return McpFailures.NoVersion();
        if (string.IsNullOrEmpty(server.Id)) server = server with { Id = Guid.NewGuid().ToString() };
        else if (!Guid.TryParseExact(server.Id, "D", out _)) return McpFailures.IdIsNoUuid();
        else if (await documents.FindVersionsAsync(namespaceId, server.Id, cancellationToken) is not null) return McpFailures.IdTaken();
        var now = Now();
        server = server with { VersionDetail = (server.VersionDetail ?? new McpVersionDetail()) with { Version = version, ReleaseDate = now } };
        var stored = await SavePartsAsync(writing with { Server = server }, version, cancellationToken);
        if (!stored.Ok) return stored.Failure;
        var saved = await documents.SaveVersionsAsync(namespaceId, About(new McpServerVersions(), stored.Value), McpVersionList.Created(version, now), null, writing.Author, cancellationToken);
        return saved.Ok ? server.Id! : saved.Failure;
    }

    /// <summary>Adds a version, or replaces it.</summary>
    /// <param name="publish">Makes it the latest, and what it says of the server holds for the server.</param>
    /// <returns>The id, or <c>mcp.not_found</c> or <c>mcp.invalid</c>.</returns>
    public async Task<Outcome<string>> UpdateAsync(McpWriting writing, bool publish, CancellationToken cancellationToken)
    {
        var (namespaceId, server) = (writing.NamespaceId, writing.Server);
        var id = await reads.ResolveAsync(namespaceId, server.Id, server.Name, cancellationToken);
        if (VersionOf(server) is not { } version) return McpFailures.NoVersion();
        if (id is null || await documents.FindVersionsAsync(namespaceId, id, cancellationToken) is not { } versions) return McpFailures.NotFound(id, namespaceId);
        server = server with { Id = id, VersionDetail = (server.VersionDetail ?? new McpVersionDetail()) with { Version = version } };
        var stored = await SavePartsAsync(writing with { Server = server }, version, cancellationToken);
        if (!stored.Ok) return stored.Failure;
        // Nacos writes what it read before, and loses a version that somebody else added meanwhile.
        for (var round = 1; ; round++)
        {
            var list = publish ? versions.List.Publish(version, Now()) : versions.List.Write(version);
            var info = publish ? About(versions.Info, stored.Value) with { Enabled = stored.Value.Enabled } : versions.Info;
            var saved = await documents.SaveVersionsAsync(namespaceId, info with { Id = id }, list, versions.Md5, writing.Author, cancellationToken);
            if (saved.Ok) return id;
            if (saved.Failure.Code != ConfigFailures.Md5MismatchCode || round == MaxRounds) return saved.Failure;
            if (await documents.FindVersionsAsync(namespaceId, id, cancellationToken) is not { } changed) return McpFailures.NotFound(id, namespaceId);
            versions = changed;
        }
    }

    /// <summary>
    /// Creates the server, or adds a version that it has not. Endpoints are those that register with the version later. A new version of a known server becomes the latest only if it says so.
    /// </summary>
    /// <returns>The id, or <c>mcp.version_exists</c>.</returns>
    public async Task<Outcome<string>> ReleaseAsync(McpWriting writing, CancellationToken cancellationToken)
    {
        var (namespaceId, server) = (writing.NamespaceId, writing.Server);
        var version = VersionOf(server)!;
        var known = await reads.FindAsync(namespaceId, server.Id, server.Name, version, cancellationToken);
        if (known.Ok) return McpFailures.VersionExists(known.Value.Name, version);
        if (!IsStdio(server)) writing = writing with { Endpoints = Registering(namespaceId, server.Name!, version) };
        return known.Failure.Code switch
        {
            McpFailures.NotFoundCode => await CreateAsync(writing, cancellationToken),
            McpFailures.VersionNotFoundCode => await UpdateAsync(writing, publish: server.VersionDetail?.IsLatest == true, cancellationToken),
            _ => known.Failure,
        };
    }

    /// <param name="version">Null or empty for all. Nacos 3.x: one version takes the list of all of them along.</param>
    public async Task<Outcome<Done>> RemoveAsync(string namespaceId, string? id, string? name, string? version, ConfigAuthor author, CancellationToken cancellationToken)
    {
        id = await reads.ResolveAsync(namespaceId, id, name, cancellationToken);
        if (id is null || await documents.FindVersionsAsync(namespaceId, id, cancellationToken) is not { } versions) return McpFailures.NotFound(id, namespaceId);
        List<ConfigKey> keys = [McpNames.Versions(namespaceId, id)];
        foreach (var one in string.IsNullOrEmpty(version) ? versions.List.Versions.Select(static known => known.Version) : [version])
        {
            keys.Add(McpNames.Tools(namespaceId, id, one));
            keys.Add(McpNames.Server(namespaceId, id, one));
        }
        foreach (var key in keys)
        {
            var removed = await documents.RemoveAsync(key, author, cancellationToken);
            if (!removed.Ok) return removed;
        }
        return default(Done);
    }

    private async Task<Outcome<McpStoredServer>> SavePartsAsync(McpWriting writing, string version, CancellationToken cancellationToken)
    {
        var stored = new McpStoredServer(writing.Server) { Capabilities = [] };
        if (writing.Tools is { } tools && (tools.Tools is not null || tools.SecuritySchemes is not null))
        {
            var saved = await documents.SaveToolsAsync(writing.NamespaceId, stored, version, tools, writing.Author, cancellationToken);
            if (!saved.Ok) return saved.Failure;
            stored = stored with { Capabilities = WithTools, ToolsDescriptionRef = McpNames.Tools(writing.NamespaceId, stored.Id!, version).DataId };
        }
        if (writing.Endpoints is { } specification)
        {
            var service = await endpoints.EnsureAsync(writing.NamespaceId, stored.Name ?? "", version, specification, cancellationToken);
            if (!service.Ok) return service.Failure;
            stored = stored with { RemoteServerConfig = (stored.RemoteServerConfig ?? new McpRemoteServerConfig()) with { ServiceRef = service.Value } };
        }
        var written = await documents.SaveServerAsync(writing.NamespaceId, stored, version, writing.Author, cancellationToken);
        return written.Ok ? stored : written.Failure;
    }

    private static McpServerVersions About(McpServerVersions info, McpServer server) => info with
    {
        Id = server.Id,
        Name = server.Name,
        Description = server.Description,
        Repository = server.Repository,
        Protocol = server.Protocol,
        FrontProtocol = server.FrontProtocol,
        Capabilities = server.Capabilities,
    };

    private static McpEndpointSpecification Registering(string namespaceId, string name, string version)
    {
        var service = McpNames.Endpoints(namespaceId, name, version);
        return new McpEndpointSpecification
        {
            Type = McpFrontEndpoint.Ref,
            Data = new Dictionary<string, string?> { ["namespaceId"] = service.NamespaceId, ["groupName"] = service.Group, ["serviceName"] = service.Name },
        };
    }

    private static string? VersionOf(McpServer server)
    {
        var version = server.VersionDetail is { } detail ? detail.Version : server.Version;
        return string.IsNullOrWhiteSpace(version) ? null : version;
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
