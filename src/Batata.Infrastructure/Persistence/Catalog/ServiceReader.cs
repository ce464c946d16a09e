using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Catalog;

/// <summary>One service with the nodes and checks of its instances, in the order of node and id. Protocol source: Consul <c>checkServiceNodesTxn</c>.</summary>
internal static class ServiceReader
{
    private static readonly Sql SelectService = new(
        $"""
        SELECT {CatalogRows.Node}, {CatalogRows.Service} FROM consul_service s JOIN consul_node n ON n.node_key = s.node_key
        WHERE s.name_key = ?1 ORDER BY s.node_key, s.service_key
        """);

    private static readonly Sql SelectConnect = new(
        $"""
        SELECT {CatalogRows.Node}, {CatalogRows.Service} FROM consul_service s JOIN consul_node n ON n.node_key = s.node_key
        WHERE s.connect_key = ?1 ORDER BY s.node_key, s.service_key
        """);

    private static readonly Sql SelectChecks = new(
        $"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 AND c.service_key = ?2 ORDER BY c.check_key");

    public static ServiceHealth Read(StateSession session, string name, bool connect)
    {
        using var snapshot = session.BeginSnapshot();
        var found = CatalogRows.ReadAll(session.Prepare(connect ? SelectConnect : SelectService).Bind(1, CatalogRows.Key(name)), ReadInstance);
        if (found.Count == 0) return new ServiceHealth([], IndexOfUnknown(session), false);
        var instances = new InstanceHealth[found.Count];
        var (node, checksOfNode) = ("", (List<HealthCheck>)[]);
        for (var i = 0; i < instances.Length; i++)
        {
            var one = found[i];
            if (one.Node.Name != node) (node, checksOfNode) = (one.Node.Name, ReadChecks(session, one.Node.Name, ""));
            instances[i] = new InstanceHealth(one.Node, one.Service, [.. checksOfNode, .. ReadChecks(session, one.Node.Name, one.Service.Id)]);
        }
        return new ServiceHealth(instances, IndexOf(session, found), true);
    }

    private static ulong IndexOf(StateSession session, List<NodeInstance> found)
    {
        var (index, name) = (0UL, "");
        foreach (var one in found)
        {
            if (one.Service.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            name = one.Service.Name;
            index = Math.Max(index, StateIndexes.Read(session, StateIndexes.Of(WatchTopic.Service(name))));
        }
        return index;
    }

    private static ulong IndexOfUnknown(StateSession session)
    {
        var gone = StateIndexes.Read(session, StateIndexes.LastServiceGone);
        if (gone > 0) return gone;
        var tables = Math.Max(StateIndexes.Read(session, StateIndexes.Nodes), StateIndexes.Read(session, StateIndexes.Services));
        return Math.Max(tables, StateIndexes.Read(session, StateIndexes.Checks));
    }

    private static NodeInstance ReadInstance(Statement row, int at) => new(CatalogRows.ReadNode(row, at), CatalogRows.ReadService(row, at + CatalogRows.NodeColumns));

    private static List<HealthCheck> ReadChecks(StateSession session, string node, string serviceId) =>
        CatalogRows.ReadAll(session.Prepare(SelectChecks).Bind(1, CatalogRows.Key(node)).Bind(2, CatalogRows.Key(serviceId)), CatalogRows.ReadCheck);
}
