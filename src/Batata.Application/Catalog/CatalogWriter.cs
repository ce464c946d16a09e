using Batata.Application.Coordinates;
using Batata.Application.Sessions;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;

namespace Batata.Application.Catalog;

/// <summary>
/// The rules of the catalog. Protocol source: Consul <c>agent/consul/state/catalog.go</c>. Other than there, a service id that gets another name moves
/// the index of the name that it left, too: who watches that is told.
/// </summary>
internal sealed class CatalogWriter(ICatalogRepository catalog, ITopicIndexes indexes, IEnumerable<ISessionEnds> sessions, CoordinateEnds coordinates) : ICatalogWriter
{
    private readonly ISessionEnds[] _sessions = [.. sessions];

    public Outcome<CatalogNode> PutNode(CatalogNode node, ulong index, StateChanges changes)
    {
        var before = node.Id.Length == 0 ? null : catalog.FindNodeById(node.Id);
        if (before is not null && !SameName(before.Name, node.Name))
        {
            if (FindReserved(node, takesNameless: false) is { } reserved)
                return CatalogFailures.Refused($"Error while renaming Node ID: \"{node.Id}\" ({node.Address}): {reserved}");
            RemoveNode(before.Name, index, changes);
        }
        else if (before is null && node.Id.Length > 0 && FindReserved(node, takesNameless: true) is { } reserved)
        {
            return CatalogFailures.Refused($"Error while renaming Node ID: \"{node.Id}\": {reserved}");
        }
        before ??= catalog.FindNode(node.Name);
        if (before is not null && before.IsSameAs(node)) return before;
        var put = node with { CreateIndex = before?.CreateIndex ?? index, ModifyIndex = index };
        catalog.Save(put);
        var move = new CatalogMoves(catalog, indexes, index, changes);
        move.Node(node.Name);
        move.ServicesOn(node.Name);
        return put;
    }

    public Outcome<ServiceInstance> PutService(ServiceInstance service, ulong index, StateChanges changes)
    {
        if (catalog.FindNode(service.Node) is null) return CatalogFailures.MissingNode;
        if (ServiceMeta.Problem(service) is { } problem)
            return CatalogFailures.Refused($"Invalid Service Meta for node {service.Node} and serviceID {service.Id}: {problem}");
        var before = catalog.FindService(service.Node, service.Id);
        if (service.ConnectName.Length > 0) service = VirtualAddress.Give(service, catalog.NumberOf(service.ConnectName));
        if (before is not null && before.IsSameAs(service)) return before;
        var put = service with { CreateIndex = before?.CreateIndex ?? index, ModifyIndex = index };
        catalog.Save(put);
        var move = new CatalogMoves(catalog, indexes, index, changes);
        move.Services();
        move.Service(put.Name, put.ConnectName);
        move.Node(put.Node);
        if (before is not null) move.Left(before, put);
        return put;
    }

    public Outcome<HealthCheck> PutCheck(HealthCheck check, ulong index, StateChanges changes)
    {
        if (check.CheckId.Length == 0) return CatalogFailures.MissingCheckId;
        if (catalog.FindNode(check.Node) is null) return CatalogFailures.MissingNode;
        var service = check.ServiceId.Length == 0 ? null : catalog.FindService(check.Node, check.ServiceId);
        if (service is null && check.ServiceId.Length > 0) return CatalogFailures.MissingService;
        if (service is not null) check = check with { ServiceName = service.Name, ServiceTags = service.Tags };
        if (check.Status == CheckStatus.Critical)
        {
            foreach (var end in _sessions) end.OfCheck(check.Node, check.CheckId, index, changes);
        }
        var before = catalog.FindCheck(check.Node, check.CheckId);
        if (before is not null && before.IsSameAs(check)) return before;
        var put = check with { CreateIndex = before?.CreateIndex ?? index, ModifyIndex = index };
        catalog.Save(put);
        var move = new CatalogMoves(catalog, indexes, index, changes);
        move.Checks();
        move.ShownWith(put, service);
        if (before is not null && !SameName(before.ServiceId, put.ServiceId)) move.ShownWith(before, catalog.FindService(before.Node, before.ServiceId));
        return put;
    }

    public bool RemoveNode(string name, ulong index, StateChanges changes)
    {
        if (catalog.FindNode(name) is not { } node) return false;
        foreach (var service in catalog.ServicesOf(name)) RemoveService(name, service.Id, index, changes);
        foreach (var check in catalog.ChecksOf(name)) RemoveCheck(name, check.CheckId, index, changes);
        catalog.RemoveNode(name);
        new CatalogMoves(catalog, indexes, index, changes).NodeGone(name);
        foreach (var end in _sessions) end.OfNode(node.Name, index, changes);
        coordinates.OfNode(node.Name, index, changes);
        return true;
    }

    public bool RemoveService(string node, string id, ulong index, StateChanges changes)
    {
        if (catalog.FindService(node, id) is not { } service) return false;
        foreach (var check in catalog.ChecksOf(node, id)) RemoveCheck(node, check.CheckId, index, changes);
        catalog.RemoveService(node, id);
        var move = new CatalogMoves(catalog, indexes, index, changes);
        move.Services();
        move.Checks(); // as Consul, also when it had none
        move.Node(node);
        move.Left(service, null);
        return true;
    }

    public bool RemoveCheck(string node, string checkId, ulong index, StateChanges changes)
    {
        if (catalog.FindCheck(node, checkId) is not { } check) return false;
        catalog.RemoveCheck(node, checkId);
        var move = new CatalogMoves(catalog, indexes, index, changes);
        move.Checks();
        move.ShownWith(check, check.ServiceId.Length == 0 ? null : catalog.FindService(node, check.ServiceId));
        foreach (var end in _sessions) end.OfCheck(check.Node, check.CheckId, index, changes);
        return true;
    }

    /// <summary>A name belongs to the node that has it for as long as its agent is alive. Protocol source: Consul <c>ensureNoNodeWithSimilarNameTxn</c>.</summary>
    /// <param name="takesNameless">A node without id may be given one.</param>
    private string? FindReserved(CatalogNode node, bool takesNameless)
    {
        if (catalog.FindNode(node.Name) is not { } holder || holder.Id == node.Id || (takesNameless && holder.Id.Length == 0)) return null;
        if (catalog.FindCheck(holder.Name, CatalogNode.SerfCheckId) is not { } alive || alive.Status == CheckStatus.Critical) return null;
        return $"Node name {node.Name} is reserved by node {holder.Id} with name {holder.Name} ({holder.Address})";
    }

    private static bool SameName(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
