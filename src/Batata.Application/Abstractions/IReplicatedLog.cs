using Batata.Domain.Shared;

namespace Batata.Application.Abstractions;

/// <summary>Something that every node applies in the same order. Holds all that is not a function of the stored state: time, ids, hashes, random values.</summary>
public interface IReplicatedEntry;

/// <typeparam name="TResult">What the proposer gets back once the entry is applied.</typeparam>
public abstract record ReplicatedEntry<TResult> : IReplicatedEntry;

/// <summary>The one write path. Implemented by the Raft log.</summary>
public interface IReplicatedLog
{
    /// <summary>Replicates the entry and waits until it is durable, committed, and applied and visible to readers on this node.</summary>
    /// <param name="cancellationToken">Ends the wait, not the write: the entry may still be applied.</param>
    /// <returns>What the applier answered; or <c>cluster.unavailable</c> or <c>cluster.upgrade_pending</c> when nothing was written, <c>cluster.outcome_unknown</c> when that cannot be told.</returns>
    Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken);
}

/// <summary>Lets the aggregate judge an entry and saves it. Reads no clock, no random value and no setting that may differ between nodes.</summary>
/// <remarks>Called by one thread, in log order, inside a unit of work. A thrown exception stops the node: refusals are outcomes.</remarks>
public interface IApplier<in TEntry, TResult>
    where TEntry : ReplicatedEntry<TResult>
{
    ValueTask<Outcome<TResult>> ApplyAsync(TEntry entry, IChangeSink changes, CancellationToken cancellationToken);
}
