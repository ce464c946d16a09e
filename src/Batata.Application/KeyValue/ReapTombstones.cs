using Batata.Application.Abstractions;
using Batata.Domain.KeyValue;
using Batata.Domain.Shared;

namespace Batata.Application.KeyValue;

/// <summary>Forgets what was deleted long ago: nobody waits any more with an index from before. The index of a prefix may go back by that, as in Consul.</summary>
/// <param name="UpTo">Index of the state.</param>
public sealed record ReapTombstonesEntry(ulong UpTo) : ReplicatedEntry<int>;

internal sealed class ReapTombstonesApplier(IKeyRepository keys) : IApplier<ReapTombstonesEntry, int>
{
    /// <summary>Nobody is woken and no index moves: nothing that a read shows has changed. Protocol source: Consul <c>Graveyard.ReapTxn</c>.</summary>
    public ValueTask<Outcome<int>> ApplyAsync(ReapTombstonesEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        new(keys.ReapTombstones(entry.UpTo));
}
