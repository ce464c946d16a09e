using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>
/// Writes where the leader is: here, or on another node, which is asked once. While there is no leader a batch waits, since nobody has been asked
/// yet; from the moment one was, only that one and the log know what becomes of it.
/// </summary>
internal sealed partial class ClusterWriter(RaftNode node, LeaderWriter leader, PeerClients peers, AwaitedAnswers awaited, TimeProvider time, ILogger logger) : IBatchWriter
{
    /// <summary>A fail-over takes a second or two.</summary>
    private static readonly TimeSpan LeaderPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long this node may need to apply what the leader has committed, or a new leader what the old one left.</summary>
    private static readonly TimeSpan ApplyPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async Task WriteAsync(Proposal[] batch)
    {
        try
        {
            for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < LeaderPatience;)
            {
                var leadership = node.Leadership;
                if (leadership is null) break;
                if (leadership.IsLocal && await TryWriteHereAsync(batch)) return;
                if (leadership.IsLocal) await Task.Delay(Pause, time); // another node is about to lead
                else if (leadership.Remote is { } other)
                {
                    if (await AskAsync(other, batch, leadership.Changed)) return;
                    await Task.Delay(Pause, time); // it said that it does not lead, or is not there
                }
                else
                {
                    await leadership.WaitAsync(LeaderPatience - time.GetElapsedTime(begun), CancellationToken.None);
                }
            }
            Refuse(batch, "There is no leader: this node reaches no majority of the cluster.");
        }
#pragma warning disable CA1031 // A bug, or the node is closing. Nothing was handed on where this can come from, but nobody shall rely on that.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogOutcomeUnknown(batch.Length, e);
            Lose(batch);
        }
    }

    /// <returns>False when nothing may be written here now.</returns>
    private async Task<bool> TryWriteHereAsync(Proposal[] batch)
    {
        if (!node.Writes.TryEnter()) return false;
        try
        {
            await leader.WriteAsync(batch);
            return true;
        }
        finally
        {
            node.Writes.Leave();
        }
    }

    /// <returns>True when every slot is or will be answered; false when surely nothing was written.</returns>
    private async Task<bool> AskAsync(MemberAddress other, Proposal[] batch, CancellationToken changed)
    {
        var request = new ProposeRequest { Record = UnsafeByteOperations.UnsafeWrap(EntryCodec.Join(Array.ConvertAll(batch, static proposal => proposal.Record))) };
        foreach (var proposal in batch) awaited.Add(proposal);
        try
        {
            var reply = await peers.Of(other).ProposeAsync(request, deadline: DateTime.UtcNow + AnswerPatience, cancellationToken: changed);
            switch (reply.Fate)
            {
                case Fate.Committed:
                    _ = LoseLaterAsync(batch, batch[0].Slot.Answered); // they share an entry
                    return true;
                case Fate.NotLeader when TakeBack(batch):
                    return false;
                case Fate.Refused when TakeBack(batch):
                    Refuse(batch, reply.Reason);
                    return true;
            }
        }
        catch (RpcException e) when (PeerFailures.NeverArrived(e) && TakeBack(batch))
        {
            return false;
        }
        catch (RpcException e)
        {
            LogUnanswered(other, batch.Length, e.Status.Detail);
        }
        _ = LoseLaterAsync(batch, node.PassBarrierAsync(CancellationToken.None));
        return true;
    }

    /// <returns>False when one of them was applied after all.</returns>
    private bool TakeBack(Proposal[] batch) => Array.TrueForAll(batch, awaited.Remove);

    /// <summary>
    /// The entry comes with the log. When it has not come with all that the next leader found in its own, it hardly ever will, and waiting on would
    /// help nobody; when a snapshot skipped it, its answer is gone.
    /// </summary>
    private async Task LoseLaterAsync(Proposal[] batch, Task known)
    {
        await known.WaitAsync(ApplyPatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var lost = batch.Where(awaited.Remove).ToList();
        if (lost.Count == 0) return;
        LogOutcomeUnknown(lost.Count, null);
        foreach (var proposal in lost) proposal.Slot.Lose();
    }

    private void Lose(Proposal[] batch)
    {
        foreach (var proposal in batch)
        {
            awaited.Remove(proposal);
            proposal.Slot.Lose();
        }
    }

    private static void Refuse(Proposal[] batch, string why)
    {
        Failure refusal = ClusterFailures.Unavailable(why);
        foreach (var proposal in batch) proposal.Slot.Refuse(refusal);
    }

    [LoggerMessage(EventId = 1211, Level = LogLevel.Warning, Message = "The outcome of {Count} proposals is unknown")]
    private partial void LogOutcomeUnknown(int count, Exception? exception);

    [LoggerMessage(EventId = 1212, Level = LogLevel.Warning, Message = "{Leader} was asked to write {Count} proposals and did not answer: {Why}")]
    private partial void LogUnanswered(MemberAddress leader, int count, string why);
}
