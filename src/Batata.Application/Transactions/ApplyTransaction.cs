using Batata.Application.Abstractions;
using Batata.Application.KeyHistory;
using Batata.Application.KeyValue;
using Batata.Application.Watches;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Transactions;

/// <summary>Operations that are done together or not at all, each seeing what those before it did; all changes of one share an index.</summary>
/// <param name="Author">For the histories of keys.</param>
public sealed record ApplyTransaction(IReadOnlyList<TransactionOperation> Operations, KeyAuthor? Author = null) : IRequest<Outcome<TransactionOutcome>>;

internal sealed class ApplyTransactionHandler(IReplicatedLog log, ILockDelays delays, KeyOrigins origins) : IRequestHandler<ApplyTransaction, Outcome<TransactionOutcome>>
{
    public Task<Outcome<TransactionOutcome>> Handle(ApplyTransaction request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new ApplyTransactionEntry([.. request.Operations.Select(WithDelay)], origins.Of(request.Author)), cancellationToken);

    private TransactionOperation WithDelay(TransactionOperation operation) =>
        operation is KeyOperation { Verb: TransactionKeyVerb.Lock } key && delays.Find(key.Key) is { IsOver: true } delay ? key with { OverDelay = delay.Mark } : operation;
}

/// <param name="Origin">For the histories of keys; null keeps none.</param>
public sealed record ApplyTransactionEntry(IReadOnlyList<TransactionOperation> Operations, KeyOrigin? Origin = null) : ReplicatedEntry<TransactionOutcome>;

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
            if (writer.Run(entry.Operations[i], index, changed, results, entry.Origin) is { } problem) errors.Add(new TransactionError(i, problem));
        }
        if (errors.Count > 0) return new(new TransactionOutcome([], errors));
        savepoint.Keep();
        changed.Tell(changes);
        return new(new TransactionOutcome(results, []));
    }
}
