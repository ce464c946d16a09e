using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Hands an entry to its applier and the answer to the proposer's slot.</summary>
internal abstract class EntryDispatcher
{
    /// <param name="slot">Null unless the proposer waits on this node.</param>
    public abstract ValueTask ApplyAsync(IReplicatedEntry entry, ApplySlot? slot, IChangeSink changes);
}

internal sealed class EntryDispatcher<TEntry, TResult>(IApplier<TEntry, TResult> applier) : EntryDispatcher
    where TEntry : ReplicatedEntry<TResult>
{
    public override async ValueTask ApplyAsync(IReplicatedEntry entry, ApplySlot? slot, IChangeSink changes)
    {
        // No token: once begun an entry is applied whole, also while the node stops.
        var outcome = await applier.ApplyAsync((TEntry)entry, changes, CancellationToken.None);
        (slot as ApplySlot<TResult>)?.Hold(outcome);
    }
}
