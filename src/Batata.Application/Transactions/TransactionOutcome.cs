using Batata.Domain.Catalog;
using Batata.Domain.KeyValue;

namespace Batata.Application.Transactions;

/// <summary>What a transaction came to: all of it, or the failures of all operations that failed, and then nothing was done.</summary>
public sealed record TransactionOutcome(IReadOnlyList<TransactionResult> Results, IReadOnlyList<TransactionError> Errors)
{
    public bool Ok => Errors.Count == 0;
}

/// <param name="Operation">Its place in the list, from 0.</param>
public sealed record TransactionError(int Operation, string What);

/// <summary>One of them is there.</summary>
public sealed record TransactionResult(KeyEntry? Key = null, CatalogNode? Node = null, ServiceInstance? Service = null, HealthCheck? Check = null);
