using Batata.Domain.Catalog;
using Batata.Domain.KeyValue;

namespace Batata.Application.Transactions;

/// <summary>One moment of the state, or the state in the midst of a transaction.</summary>
public interface ITransactionView
{
    KeyEntry? FindKey(string key);

    /// <summary>In the order of their bytes.</summary>
    IReadOnlyList<KeyEntry> FindKeysUnder(string prefix);

    CatalogNode? FindNode(string name);

    CatalogNode? FindNodeById(string id);

    ServiceInstance? FindService(string node, string id);

    HealthCheck? FindCheck(string node, string checkId);
}

/// <summary>Transactions that only read: no entry of the log, one moment of the last commit.</summary>
public interface ITransactionQueries
{
    ValueTask<TransactionOutcome> ReadAsync(IReadOnlyList<TransactionOperation> operations, CancellationToken cancellationToken);
}
