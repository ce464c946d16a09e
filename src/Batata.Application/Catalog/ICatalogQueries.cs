using Batata.Domain.Catalog;

namespace Batata.Application.Catalog;

/// <summary>Reads of the catalog from the last commit, each with the index that Consul reports for it (granularity: reference, 1.4.3).</summary>
public interface ICatalogQueries
{
    ValueTask<(IReadOnlyList<CatalogNode> Nodes, ulong Index)> NodesAsync(CancellationToken cancellationToken);

    /// <summary>Instances of all services with their nodes, for names and tags.</summary>
    ValueTask<(IReadOnlyList<NodeInstance> Instances, ulong Index)> ServicesAsync(CancellationToken cancellationToken);

    /// <summary>Instances of one service, each with its node, the node's checks and its own; the same order for every reader.</summary>
    ValueTask<(IReadOnlyList<InstanceHealth> Instances, ulong Index)> ServiceAsync(string name, CancellationToken cancellationToken);

    /// <summary>Proxies and native instances that stand for a service.</summary>
    ValueTask<(IReadOnlyList<InstanceHealth> Instances, ulong Index)> ConnectAsync(string name, CancellationToken cancellationToken);

    /// <param name="nameOrId">A name; or an id or the only one that begins so.</param>
    ValueTask<(NodeContent? Node, ulong Index)> NodeAsync(string nameOrId, CancellationToken cancellationToken);

    /// <summary>All checks in the order of node and id.</summary>
    ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksAsync(CancellationToken cancellationToken);
}

public sealed record NodeInstance(CatalogNode Node, ServiceInstance Service);

public sealed record InstanceHealth(CatalogNode Node, ServiceInstance Service, IReadOnlyList<HealthCheck> Checks);

public sealed record NodeContent(CatalogNode Node, IReadOnlyList<ServiceInstance> Services, IReadOnlyList<HealthCheck> Checks);
