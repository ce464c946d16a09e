using System.Globalization;
using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Ai;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Ai;

/// <summary>The services behind MCP servers: which one, who is in it, and those that consist of addresses written with the server. Protocol source: Nacos 3.1 <c>McpEndpointOperationService</c>.</summary>
public sealed class McpEndpointServices(IMediator mediator, IServiceDirectory directory)
{
    /// <summary>Settles where the endpoints of a version are; a written address becomes a persistent instance beside those that are there.</summary>
    public async Task<Outcome<McpServiceRef>> EnsureAsync(string namespaceId, string name, string version, McpEndpointSpecification specification, CancellationToken cancellationToken)
    {
        var data = specification.Data ?? new Dictionary<string, string?>();
        var transport = data.GetValueOrDefault("transportProtocol");
        if (string.Equals(specification.Type, McpFrontEndpoint.Ref, StringComparison.OrdinalIgnoreCase))
        {
            return data.ContainsKey("namespaceId") && data.GetValueOrDefault("groupName") is { } group && data.GetValueOrDefault("serviceName") is { } service
                ? RefTo(new ServiceKey(namespaceId, group, service), transport)
                : McpFailures.Missing("`namespaceId`, `groupName`, `serviceName` should be in remoteServerConfig data if type is `REF`");
        }
        if (string.IsNullOrWhiteSpace(data.GetValueOrDefault("address"))) return McpFailures.Invalid("`address` should be in `endpointSpecification` data");
        if (!int.TryParse(data.GetValueOrDefault("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
            return McpFailures.Invalid($"Cannot parse port: \"{data.GetValueOrDefault("port")}\"");
        var key = McpNames.Endpoints(namespaceId, name, version);
        if (await CreateAsync(key, cancellationToken) is { } failure) return failure;
        var registered = await mediator.Send(new RegisterPersistentInstance(key, new Instance { Ip = data["address"]!, Port = port, Ephemeral = false, IdKind = InstanceIdKind.Simple }), cancellationToken);
        return registered.Ok ? RefTo(key, transport) : registered.Failure;
    }

    /// <summary>Enabled and healthy ones.</summary>
    public IReadOnlyList<McpEndpoint> List(McpServiceRef? service, string? path, string? protocol, JsonElement? headers)
    {
        if (service is not { NamespaceId: { } namespaceId, GroupName: { } group, ServiceName: { } name }) return [];
        if (directory.Find(new ServiceKey(namespaceId, group, name)) is not { } found) return [];
        return
        [
            .. found.Select(new InstanceQuery(null, HealthyOnly: true)).Hosts
                .Select(one => new McpEndpoint { Protocol = protocol, Address = one.Ip, Port = one.Port, Path = path, Headers = headers }),
        ];
    }

    /// <summary>Nobody checks these addresses: they are as healthy as their owner says.</summary>
    private async Task<Failure?> CreateAsync(ServiceKey key, CancellationToken cancellationToken)
    {
        if (directory.Find(key)?.Kind is not null) return null;
        var created = await mediator.Send(new CreateService(key, ServiceKind.Persistent, 0, ServiceSelector.None, Metadata.Of((McpNames.DirectMark, "true"))), cancellationToken);
        if (created.Failure is { Code: not NamingFailures.ServiceExistsCode } failure) return failure;
        var settings = await mediator.Send(new UpdateCluster(key, Instance.DefaultCluster, ServiceCluster.Default with { Checker = HealthChecker.None }), cancellationToken);
        return settings.Failure;
    }

    private static McpServiceRef RefTo(in ServiceKey key, string? transport) =>
        new() { NamespaceId = key.NamespaceId, GroupName = key.Group, ServiceName = key.Name, TransportProtocol = transport };
}
