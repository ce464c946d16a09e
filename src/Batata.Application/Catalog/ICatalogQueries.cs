using Batata.Domain.Catalog;

namespace Batata.Application.Catalog;

/// <summary>
/// Reads of the catalog from the last commit, each with the index that Consul reports for it (granularity: reference, 1.4.3). Names are taken in any
/// case. Where <c>IsKnown</c> is false the index is one that moves without the topic of what was asked for.
/// </summary>
public interface ICatalogQueries
{
    ValueTask<(IReadOnlyList<CatalogNode> Nodes, ulong Index)> NodesAsync(CancellationToken cancellationToken);

    /// <summary>Names of all services, each with the tags that its instances have.</summary>
    ValueTask<(SortedDictionary<string, SortedSet<string>> Tags, ulong Index)> ServiceTagsAsync(CancellationToken cancellationToken);

    /// <summary>Instances of all services with their nodes, for those that choose by them.</summary>
    ValueTask<(IReadOnlyList<NodeInstance> Instances, ulong Index)> ServicesAsync(CancellationToken cancellationToken);

    /// <summary>Instances of one service, each with its node, the node's checks and its own; the same order for every reader.</summary>
    ValueTask<ServiceHealth> ServiceAsync(string name, CancellationToken cancellationToken);

    /// <summary>Proxies and native instances that stand for a service.</summary>
    ValueTask<ServiceHealth> ConnectAsync(string name, CancellationToken cancellationToken);

    /// <param name="nameOrId">A name; or an id or the only one that begins so.</param>
    ValueTask<(NodeContent? Node, ulong Index)> NodeAsync(string nameOrId, CancellationToken cancellationToken);

    /// <summary>All checks in the order of node and id.</summary>
    ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksAsync(CancellationToken cancellationToken);

    ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfNodeAsync(string node, CancellationToken cancellationToken);

    /// <param name="service">Name of the service.</param>
    ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfServiceAsync(string service, CancellationToken cancellationToken);

    /// <param name="status">In small letters.</param>
    ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksInStateAsync(string status, CancellationToken cancellationToken);

    /// <summary>Index of the list of nodes, for reads that look at the data of nodes, too.</summary>
    ValueTask<ulong> NodesIndexAsync(CancellationToken cancellationToken);
}

public sealed record NodeInstance(CatalogNode Node, ServiceInstance Service);

public sealed record InstanceHealth(CatalogNode Node, ServiceInstance Service, IReadOnlyList<HealthCheck> Checks);

/// <param name="IsKnown">There is an instance. Otherwise the index is that of the last service that lost all of its own.</param>
public sealed record ServiceHealth(IReadOnlyList<InstanceHealth> Instances, ulong Index, bool IsKnown);

public sealed record NodeContent(CatalogNode Node, IReadOnlyList<ServiceInstance> Services, IReadOnlyList<HealthCheck> Checks);
