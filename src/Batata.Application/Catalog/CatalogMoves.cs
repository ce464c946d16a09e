using Batata.Application.Watches;
using Batata.Domain.Catalog;

namespace Batata.Application.Catalog;

/// <summary>Moves indexes and tells who waits for them: always both. Which read reports which index: reference, 1.4.3.</summary>
internal readonly struct CatalogMoves(ICatalogRepository catalog, ITopicIndexes indexes, ulong index, StateChanges changes)
{
    public void Services() => Move(WatchTopic.Services);

    public void Checks() => Move(WatchTopic.Checks);

    /// <summary>The node with its services; the list of nodes moves, too.</summary>
    public void Node(string name)
    {
        Move(WatchTopic.Nodes);
        Move(WatchTopic.Node(name));
    }

    public void NodeGone(string name)
    {
        Move(WatchTopic.Nodes);
        Extinguish(WatchTopic.Node(name));
    }

    public void Service(string name, string connectName)
    {
        Move(WatchTopic.Service(name));
        if (connectName.Length > 0) changes.Add(WatchTopic.Connect(connectName));
    }

    /// <summary>Whatever shows the data or the checks of the node.</summary>
    public void ServicesOn(string node)
    {
        foreach (var names in catalog.NamesOn(node)) Service(names.Name, names.ConnectName);
    }

    /// <param name="service">That of the check; null for a check of the node.</param>
    public void ShownWith(HealthCheck check, ServiceInstance? service)
    {
        if (check.ServiceId.Length == 0) ServicesOn(check.Node);
        else if (service is not null) Service(service.Name, service.ConnectName);
    }

    /// <summary>An instance is not found any more under names that it had.</summary>
    /// <param name="after">What became of it; null when it is gone.</param>
    public void Left(ServiceInstance before, ServiceInstance? after)
    {
        if (before.ConnectName.Length > 0 && !Same(before.ConnectName, after?.ConnectName)) changes.Add(WatchTopic.Connect(before.ConnectName));
        if (Same(before.Name, after?.Name)) return;
        if (catalog.HasService(before.Name))
        {
            Move(WatchTopic.Service(before.Name));
            return;
        }
        Extinguish(WatchTopic.Service(before.Name));
        catalog.FreeNumber(before.Name);
    }

    private static bool Same(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private void Move(WatchTopic topic)
    {
        indexes.Move(topic, index);
        changes.Add(topic);
    }

    private void Extinguish(WatchTopic topic)
    {
        indexes.Extinguish(topic, index);
        changes.Add(topic);
    }
}
