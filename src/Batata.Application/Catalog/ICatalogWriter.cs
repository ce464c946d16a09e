using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;

namespace Batata.Application.Catalog;

/// <summary>
/// The one place that changes the catalog, for the applying thread: registrations, agents, transactions, members. What is the same as before changes
/// no index and wakes nobody. A lost node or check ends its sessions. Indexes of what is given are not looked at.
/// </summary>
internal interface ICatalogWriter
{
    /// <summary>Makes the node or replaces its record; the same id under another name renames it.</summary>
    Outcome<CatalogNode> PutNode(CatalogNode node, ulong index, StateChanges changes);

    /// <returns>Refused when the node is not there.</returns>
    Outcome<ServiceInstance> PutService(ServiceInstance service, ulong index, StateChanges changes);

    /// <summary>Name and tags of its service are taken from there.</summary>
    /// <returns>Refused when the node or the service is not there.</returns>
    Outcome<HealthCheck> PutCheck(HealthCheck check, ulong index, StateChanges changes);

    /// <summary>With its services, checks, sessions and coordinate.</summary>
    /// <returns>False when it was not there; so of the others.</returns>
    bool RemoveNode(string name, ulong index, StateChanges changes);

    /// <summary>With its checks.</summary>
    bool RemoveService(string node, string id, ulong index, StateChanges changes);

    bool RemoveCheck(string node, string checkId, ulong index, StateChanges changes);
}
