using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Entries;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>Proposes entries to the Raft log. A write whose fate is not known is reported as such and never tried again from here.</summary>
internal sealed partial class RaftReplicatedLog(RaftNode node, EntryCodec codec, ILogger<RaftReplicatedLog> logger) : IReplicatedLog
{
    public async Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (node.Cluster is not { } cluster) return ClusterFailures.Unavailable(node.NotReadyReason ?? "The node is stopping.");
        var slot = new ApplySlot<TResult>();
        var proposal = new BinaryLogEntry { Term = cluster.Term, Content = codec.Encode(entry, Guid.NewGuid()), Context = slot };
        try
        {
            await cluster.ReplicateAsync(proposal, cancellationToken);
            return await slot.Answer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            if (slot.Answer.IsCompletedSuccessfully) return await slot.Answer; // applied, and then the node stopped
            LogOutcomeUnknown(entry.GetType().Name, e);
            return ClusterFailures.OutcomeUnknown();
        }
    }

    [LoggerMessage(EventId = 1211, Level = LogLevel.Warning, Message = "The outcome of {Entry} is unknown")]
    private partial void LogOutcomeUnknown(string entry, Exception exception);
}
