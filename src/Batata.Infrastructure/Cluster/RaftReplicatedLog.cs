using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Writing;

namespace Batata.Infrastructure.Cluster;

/// <summary>Proposes entries to the Raft log. A write whose fate is not known is reported as such and never tried again from here.</summary>
internal sealed class RaftReplicatedLog(RaftNode node, EntryCodec codec, FeatureLevels levels) : IReplicatedLog
{
    private readonly ProposalBatches _batches = new(node.BatchWriter);

    public async Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = Guid.NewGuid();
        var record = codec.Encode(entry, id);
        if (!node.Gate.TryEnter()) return ClusterFailures.Unavailable(node.NotWritableReason ?? "The node is stopping.");
        try
        {
            if (node.NotWritableReason is { } reason) return ClusterFailures.Unavailable(reason);
            if (codec.KindOf(entry).Since is var level && level > levels.Reached) return Pending(level);
            var slot = new ApplySlot<TResult>();
            _batches.Add(new Proposal(id, record, slot));
            return await slot.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            node.Gate.Leave();
        }
    }

    /// <summary>A node that could not read it would stop.</summary>
    private Failure Pending(int level) => ClusterFailures.UpgradePending(
        $"This needs feature level {level} on every node, and the cluster is at {levels.Reached}. {node.Members?.BehindOf(level) ?? "Start a newer release."}");
}
