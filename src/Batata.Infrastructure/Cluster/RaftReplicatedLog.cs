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
        var content = codec.Encode(entry, Guid.NewGuid());
        if (!node.Gate.TryEnter()) return ClusterFailures.Unavailable(node.NotWritableReason ?? "The node is stopping.");
        try
        {
            if (node.NotWritableReason is { } reason) return ClusterFailures.Unavailable(reason);
            if (node.Cluster is not { } cluster) return ClusterFailures.Unavailable("The node is stopping.");
            return await ReplicateAsync<TResult>(cluster, entry.GetType(), content, cancellationToken);
        }
        finally
        {
            node.Gate.Leave();
        }
    }

    private async Task<Outcome<TResult>> ReplicateAsync<TResult>(RaftCluster cluster, Type entry, byte[] content, CancellationToken cancellationToken)
    {
        var slot = new ApplySlot<TResult>();
        try
        {
            await cluster.ReplicateAsync(new BinaryLogEntry { Term = cluster.Term, Content = content, Context = slot }, cancellationToken);
            return await slot.Answer.WaitAsync(cancellationToken); // the log counts an entry as applied before its batch is committed
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            if (slot.Answer.IsCompleted) return await slot.Answer; // applied, and then the node stopped
            LogOutcomeUnknown(entry.Name, e);
            return ClusterFailures.OutcomeUnknown();
        }
    }

    [LoggerMessage(EventId = 1211, Level = LogLevel.Warning, Message = "The outcome of a {Entry} is unknown")]
    private partial void LogOutcomeUnknown(string entry, Exception exception);
}
