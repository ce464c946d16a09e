using Batata.Infrastructure.Cluster.Entries;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>Writes to the log of this node, which leads.</summary>
internal sealed partial class LeaderWriter(RaftNode node, ILogger logger) : IBatchWriter
{
    public async Task WriteAsync(Proposal[] batch)
    {
        if (await TryWriteAsync(batch, since: null)) return;
        LogOutcomeUnknown(batch.Length);
        foreach (var proposal in batch) proposal.Slot.Lose();
    }

    /// <returns>False when nobody knows what becomes of it: some are not answered. The entry may be in the log or not.</returns>
    /// <param name="since">An entry that is committed, when the batch may be written again.</param>
    public async Task<bool> TryWriteAsync(Proposal[] batch, long? since)
    {
        var slots = Array.ConvertAll(batch, static proposal => proposal.Slot);
        try
        {
            var content = EntryCodec.Join(Array.ConvertAll(batch, static proposal => proposal.Record), since);
            await WriteAsync(content, new OwnEntry(batch[0].RequestId, slots));
        }
#pragma warning disable CA1031 // Whatever it is, the entry may be in the log or not.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!Array.TrueForAll(slots, static slot => slot.IsAnswered)) LogNotWritten(batch.Length, e);
        }
        // Else applied, and then the node stopped; or another leader's entry is where this one was.
        return Array.TrueForAll(slots, static slot => slot.IsAnswered);
    }

    /// <summary>Returns once the entry is committed and applied here.</summary>
    /// <param name="own">Null when another node proposed it.</param>
    public async ValueTask WriteAsync(byte[] content, OwnEntry? own)
    {
        var cluster = node.Cluster ?? throw new ObjectDisposedException(nameof(RaftNode));
        node.ThrowIfFull(); // the gate before looks five times a second, which a disk may fill up between
        var entry = new BinaryLogEntry { Term = cluster.Term, Content = content, Context = own };
        await cluster.ReplicateAsync(entry, CancellationToken.None); // each proposer has its own token: it ends a wait, not the write
        if (node.IsCluster) _ = TellCommitAsync(cluster); // nobody waits for it: it never fails, and the next heartbeat makes up for it
    }

    /// <summary>
    /// Followers hear what is committed with the next message, which is a heartbeat when nothing else is written: a quarter of a second during
    /// which their listeners hear nothing. So there is one more message right away.
    /// </summary>
    private async Task TellCommitAsync(RaftCluster cluster)
    {
        try
        {
            await cluster.ForceReplicationAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            // It leads no more: the next leader tells them.
        }
#pragma warning disable CA1031 // A hint that cannot be given must not end the node.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotTold(e);
        }
    }

    [LoggerMessage(EventId = 1219, Level = LogLevel.Warning, Message = "Followers could not be told at once what is committed")]
    private partial void LogNotTold(Exception exception);

    [LoggerMessage(EventId = 1211, Level = LogLevel.Warning, Message = "The outcome of {Count} proposals is unknown")]
    private partial void LogOutcomeUnknown(int count);

    [LoggerMessage(EventId = 1213, Level = LogLevel.Warning, Message = "{Count} proposals were not written as far as this node knows")]
    private partial void LogNotWritten(int count, Exception exception);
}
