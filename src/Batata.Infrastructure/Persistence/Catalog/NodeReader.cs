using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Catalog;

/// <summary>One node with what is on it, by its name, its id or the beginning of that. Protocol source: Consul <c>nodeServices</c>.</summary>
internal static class NodeReader
{
    private const int ShortestId = 2;
    private const int LongestId = 36;

    private static readonly Sql SelectNode = new($"SELECT {CatalogRows.Node} FROM consul_node n WHERE n.node_key = ?1");
    private static readonly Sql SelectById = new($"SELECT {CatalogRows.Node} FROM consul_node n WHERE n.id_key >= ?1 AND n.id_key < ?2 LIMIT 2");
    private static readonly Sql SelectServices = new($"SELECT {CatalogRows.Service} FROM consul_service s WHERE s.node_key = ?1 ORDER BY s.service_key");
    private static readonly Sql SelectChecks = new($"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 ORDER BY c.check_key");

    public static (NodeContent? Node, ulong Index) Read(StateSession session, string nameOrId)
    {
        using var snapshot = session.BeginSnapshot();
        var named = CatalogRows.ReadAll(session.Prepare(SelectNode).Bind(1, CatalogRows.Key(nameOrId)), CatalogRows.ReadNode);
        if (named.Count == 0)
        {
            if (nameOrId.Length < ShortestId) return (null, 0);
            named = FindById(session, nameOrId);
            if (named.Count > 1) return (null, 0); // not said which
            if (named.Count == 0) return (null, StateIndexes.Read(session, StateIndexes.LastNodeGone));
        }
        var (node, key) = (named[0], CatalogRows.Key(named[0].Name));
        return (
            new NodeContent(
                node, CatalogRows.ReadAll(session.Prepare(SelectServices).Bind(1, key), CatalogRows.ReadService),
                CatalogRows.ReadAll(session.Prepare(SelectChecks).Bind(1, key), CatalogRows.ReadCheck)),
            StateIndexes.Read(session, StateIndexes.Of(WatchTopic.Node(node.Name))));
    }

    private static List<CatalogNode> FindById(StateSession session, string id)
    {
        if (id.Length % 2 != 0) id = id[..^1];
        if (id.Length > LongestId || id.AsSpan().Count('-') > 4) return [];
        var digits = CatalogRows.IdKey(id) ?? "";
        if (digits.Length == 0 || digits.Length % 2 != 0 || digits.Any(static c => !char.IsAsciiHexDigit(c))) return [];
        return CatalogRows.ReadAll(session.Prepare(SelectById).Bind(1, digits).Bind(2, digits + "g"), CatalogRows.ReadNode);
    }
}
