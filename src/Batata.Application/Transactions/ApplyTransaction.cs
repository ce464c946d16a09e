using Batata.Application.Abstractions;
using Batata.Application.KeyValue;
using Batata.Application.Watches;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Transactions;

/// <summary>Operations that are done together or not at all, each seeing what those before it did; all changes of one share an index.</summary>
public sealed record ApplyTransaction(IReadOnlyList<TransactionOperation> Operations) : IRequest<Outcome<TransactionOutcome>>;

internal sealed class ApplyTransactionHandler(IReplicatedLog log, ILockDelays delays) : IRequestHandler<ApplyTransaction, Outcome<TransactionOutcome>>
{
    public Task<Outcome<TransactionOutcome>> Handle(ApplyTransaction request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new ApplyTransactionEntry([.. request.Operations.Select(WithDelay)]), cancellationToken);

    private TransactionOperation WithDelay(TransactionOperation operation) =>
        operation is KeyOperation { Verb: TransactionKeyVerb.Lock } key && delays.Find(key.Key) is { IsOver: true } delay ? key with { OverDelay = delay.Mark } : operation;
}

public sealed record ApplyTransactionEntry(IReadOnlyList<TransactionOperation> Operations) : ReplicatedEntry<TransactionOutcome>;

internal sealed class ApplyTransactionApplier(TransactionWriter writer, IStateIndex indexes, ISavepoints savepoints) : IApplier<ApplyTransactionEntry, TransactionOutcome>
{
    public ValueTask<Outcome<TransactionOutcome>> ApplyAsync(ApplyTransactionEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var index = indexes.Next();
        var changed = new StateChanges();
        var (results, errors) = (new List<TransactionResult>(entry.Operations.Count), new List<TransactionError>());
        using var savepoint = savepoints.Open();
        for (var i = 0; i < entry.Operations.Count; i++)
        {
            if (writer.Run(entry.Operations[i], index, changed, results) is { } problem) errors.Add(new TransactionError(i, problem));
        }
        if (errors.Count > 0) return new(new TransactionOutcome([], errors));
        savepoint.Keep();
        changed.Tell(changes);
        return new(new TransactionOutcome(results, []));
    }
}
