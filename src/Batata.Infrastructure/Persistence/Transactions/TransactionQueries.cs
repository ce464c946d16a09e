using Batata.Application.Transactions;
using Batata.Domain.Catalog;
using Batata.Domain.KeyValue;
using Batata.Infrastructure.Persistence.Catalog;
using Batata.Infrastructure.Persistence.KeyValue;

namespace Batata.Infrastructure.Persistence.Transactions;

/// <summary>Transactions that only read, from one moment of the last commit.</summary>
internal sealed class TransactionQueries(StateDatabaseHolder state) : ITransactionQueries
{
    public ValueTask<TransactionOutcome> ReadAsync(IReadOnlyList<TransactionOperation> operations, CancellationToken cancellationToken) =>
        state.Database.ScanAsync(operations, static (session, asked, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            return TransactionReads.ReadAll(asked, new Moment(session));
        }, cancellationToken);

    private sealed class Moment(StateSession session) : ITransactionView
    {
        private static readonly Sql SelectKey = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE name = ?1");
        private static readonly Sql SelectKeysUnder = new($"SELECT {KeyRows.Columns} FROM consul_key WHERE name >= ?1 AND name < ?2 ORDER BY name");
        private static readonly Sql SelectNode = new($"SELECT {CatalogRows.Node} FROM consul_node n WHERE n.node_key = ?1");
        private static readonly Sql SelectNodeById = new($"SELECT {CatalogRows.Node} FROM consul_node n WHERE n.id_key = ?1");
        private static readonly Sql SelectService = new($"SELECT {CatalogRows.Service} FROM consul_service s WHERE s.node_key = ?1 AND s.service_key = ?2");
        private static readonly Sql SelectCheck = new($"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 AND c.check_key = ?2");

        public KeyEntry? FindKey(string key) => First(session.Prepare(SelectKey).Bind(1, key), static (row, _) => KeyRows.Read(row));

        public IReadOnlyList<KeyEntry> FindKeysUnder(string prefix) =>
            CatalogRows.ReadAll(session.Prepare(SelectKeysUnder).Bind(1, prefix).Bind(2, KeyRows.End(prefix)), static (row, _) => KeyRows.Read(row));

        public CatalogNode? FindNode(string name) => First(session.Prepare(SelectNode).Bind(1, CatalogRows.Key(name)), CatalogRows.ReadNode);

        public CatalogNode? FindNodeById(string id) => First(session.Prepare(SelectNodeById).Bind(1, CatalogRows.IdKey(id)), CatalogRows.ReadNode);

        public ServiceInstance? FindService(string node, string id) =>
            First(session.Prepare(SelectService).Bind(1, CatalogRows.Key(node)).Bind(2, CatalogRows.Key(id)), CatalogRows.ReadService);

        public HealthCheck? FindCheck(string node, string checkId) =>
            First(session.Prepare(SelectCheck).Bind(1, CatalogRows.Key(node)).Bind(2, CatalogRows.Key(checkId)), CatalogRows.ReadCheck);

        private static T? First<T>(Statement statement, Func<Statement, int, T> read)
            where T : class
        {
            using var row = statement;
            return row.Step() ? read(row, 0) : null;
        }
    }
}
