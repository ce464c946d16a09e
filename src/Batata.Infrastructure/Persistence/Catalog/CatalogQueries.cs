using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Catalog;

/// <summary>Reads of the catalog from the last commit. Protocol source of the indexes: Consul <c>agent/consul/state/catalog.go</c>.</summary>
internal sealed class CatalogQueries(StateDatabaseHolder state) : ICatalogQueries
{
    private static readonly Sql SelectNodes = new($"SELECT {CatalogRows.Node} FROM consul_node n ORDER BY n.node_key");

    private static readonly Sql SelectServices = new(
        $"SELECT {CatalogRows.Node}, {CatalogRows.Service} FROM consul_service s JOIN consul_node n ON n.node_key = s.node_key ORDER BY s.node_key, s.service_key");

    /// <summary>Instances of a service mostly have the same tags: what is equal is not read again.</summary>
    private static readonly Sql SelectTags = new("SELECT DISTINCT name, tags FROM consul_service");

    private static readonly Sql SelectChecks = new($"SELECT {CatalogRows.Check} FROM consul_check c ORDER BY c.node_key, c.check_key");
    private static readonly Sql SelectChecksOfNode = new($"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 ORDER BY c.check_key");

    /// <summary>Also checks of a node that name the service.</summary>
    private static readonly Sql SelectChecksOfService = new(
        $"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.name_key = ?1 ORDER BY c.node_key, c.check_key");

    /// <summary>Asked for in lower case; what was registered as <c>PASSING</c> is kept so, and is found.</summary>
    private static readonly Sql SelectChecksInState = new(
        $"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.status IN (SELECT DISTINCT status FROM consul_check WHERE lower(status) = ?1) ORDER BY c.node_key, c.check_key");

    public ValueTask<(IReadOnlyList<CatalogNode> Nodes, ulong Index)> NodesAsync(CancellationToken cancellationToken) =>
        ListAsync(SelectNodes, null, StateIndexes.Nodes, CatalogRows.ReadNode, cancellationToken);

    public ValueTask<(SortedDictionary<string, SortedSet<string>> Tags, ulong Index)> ServiceTagsAsync(CancellationToken cancellationToken) =>
        state.Database.ScanAsync(SelectTags, static (session, sql, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            var tags = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
            using (var row = session.Prepare(sql))
            {
                while (row.Step())
                {
                    var name = row.Text(0);
                    if (!tags.TryGetValue(name, out var all)) tags.Add(name, all = new SortedSet<string>(StringComparer.Ordinal));
                    all.UnionWith(CatalogJson.List(row, 1));
                }
            }
            return (tags, StateIndexes.Read(session, StateIndexes.Services));
        }, cancellationToken);

    public ValueTask<(IReadOnlyList<NodeInstance> Instances, ulong Index)> ServicesAsync(CancellationToken cancellationToken) =>
        ListAsync(
            SelectServices, null, StateIndexes.Services,
            static (row, at) => new NodeInstance(CatalogRows.ReadNode(row, at), CatalogRows.ReadService(row, at + CatalogRows.NodeColumns)), cancellationToken);

    public ValueTask<ServiceHealth> ServiceAsync(string name, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(name, static (session, asked, _) => ServiceReader.Read(session, asked, connect: false), cancellationToken);

    public ValueTask<ServiceHealth> ConnectAsync(string name, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(name, static (session, asked, _) => ServiceReader.Read(session, asked, connect: true), cancellationToken);

    public ValueTask<(NodeContent? Node, ulong Index)> NodeAsync(string nameOrId, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(nameOrId, static (session, asked, _) => NodeReader.Read(session, asked), cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksAsync(CancellationToken cancellationToken) =>
        ListAsync(SelectChecks, null, StateIndexes.Checks, CatalogRows.ReadCheck, cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfNodeAsync(string node, CancellationToken cancellationToken) =>
        ListAsync(SelectChecksOfNode, CatalogRows.Key(node), StateIndexes.Checks, CatalogRows.ReadCheck, cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfServiceAsync(string service, CancellationToken cancellationToken) =>
        ListAsync(SelectChecksOfService, CatalogRows.Key(service), StateIndexes.Checks, CatalogRows.ReadCheck, cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksInStateAsync(string status, CancellationToken cancellationToken) =>
        ListAsync(SelectChecksInState, status, StateIndexes.Checks, CatalogRows.ReadCheck, cancellationToken);

    public ValueTask<ulong> NodesIndexAsync(CancellationToken cancellationToken) =>
        state.Database.ReadAsync(static (session, _) => StateIndexes.Read(session, StateIndexes.Nodes), cancellationToken);

    private ValueTask<(IReadOnlyList<T> All, ulong Index)> ListAsync<T>(
        Sql sql, string? key, string index, Func<Statement, int, T> read, CancellationToken cancellationToken) =>
        state.Database.ScanAsync((sql, key, index, read), static (session, asked, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            var statement = session.Prepare(asked.sql);
            if (asked.key is not null) statement.Bind(1, asked.key);
            return ((IReadOnlyList<T>)CatalogRows.ReadAll(statement, asked.read), StateIndexes.Read(session, asked.index));
        }, cancellationToken);
}
