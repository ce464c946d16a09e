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
/// Writes where the leader is: here, or on another node. While there is no leader a batch waits. When nobody knows what became of a batch that was handed
/// on, because the leader went or does not answer, it is handed on again with the same request ids: <see cref="RequestWindow"/> has it applied once.
/// </summary>
internal sealed partial class ClusterWriter(RaftNode node, LeaderWriter leader, PeerClients peers, AwaitedAnswers awaited, TimeProvider time, ILogger logger) : IBatchWriter
{
    /// <summary>A fail-over takes a second or two.</summary>
    private static readonly TimeSpan LeaderPatience = TimeSpan.FromSeconds(5);

    /// <summary>For one that was handed on: what can still be found out is worth more time than a new write.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A leader that stepped back says at once that nothing was written. Without its word the outcome of a write would be unknown that surely
    /// never happened; one that hangs says nothing for longer.
    /// </summary>
    private static readonly TimeSpan DeposedPatience = TimeSpan.FromMilliseconds(300);

    /// <summary>How long this node may need to apply what the leader has committed, or a new leader what the old one left.</summary>
    private static readonly TimeSpan ApplyPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private enum Fortune
    {
        /// <summary>Every slot is or will be answered.</summary>
        Settled,

        /// <summary>Surely nothing was written this time.</summary>
        NotWritten,

        /// <summary>Nothing was written this time, and another try will not help now.</summary>
        Refused,

        /// <summary>It may be written, now or later.</summary>
        Unknown,
    }

    public async Task WriteAsync(Proposal[] batch)
    {
        try
        {
            var since = node.CommittedIndex; // before the first try: the entry cannot be up to there
            var (handedOn, why) = (false, "There is no leader: this node reaches no majority of the cluster.");
            foreach (var proposal in batch) awaited.Add(proposal);
            for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < (handedOn ? AnswerPatience : LeaderPatience);)
            {
                if (node.Leadership is not { } leadership) break;
                var (fortune, reason) = await TryAsync(batch, since, leadership, LeaderPatience - time.GetElapsedTime(begun));
                if (fortune == Fortune.Settled || IsAnswered(batch)) return;
                if (fortune == Fortune.Refused && !handedOn)
                {
                    why = reason ?? why;
                    break;
                }
                handedOn |= fortune == Fortune.Unknown;
                await Task.Delay(Pause, time);
            }
            if (handedOn) _ = LoseLaterAsync(batch, node.PassBarrierAsync(CancellationToken.None));
            else if (TakeBack(batch)) Refuse(batch, why);
        }
#pragma warning disable CA1031 // A bug, or the node is closing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogOutcomeUnknown(batch.Length, e);
            Lose(batch);
        }
    }

    private static bool IsAnswered(Proposal[] batch) => Array.TrueForAll(batch, static proposal => proposal.Slot.IsAnswered);

    private async Task<(Fortune Fortune, string? Reason)> TryAsync(Proposal[] batch, long since, Leadership leadership, TimeSpan patience)
    {
        if (leadership.IsLocal)
        {
            if (!node.Writes.TryEnter()) return (Fortune.NotWritten, null); // another node is about to lead
            try
            {
                if (!await leader.TryWriteAsync(batch, since)) return (Fortune.Unknown, null);
            }
            finally
            {
                node.Writes.Leave();
            }
            foreach (var proposal in batch) awaited.Remove(proposal);
            return (Fortune.Settled, null);
        }
        if (leadership.Remote is { } other) return await AskAsync(other, batch, since, leadership.Changed);
        if (patience > TimeSpan.Zero) await leadership.WaitAsync(patience, CancellationToken.None);
        return (Fortune.NotWritten, null);
    }

    private async Task<(Fortune Fortune, string? Reason)> AskAsync(MemberAddress other, Proposal[] batch, long since, CancellationToken changed)
    {
        var record = EntryCodec.Join(Array.ConvertAll(batch, static proposal => proposal.Record), since);
        var request = new ProposeRequest { Record = UnsafeByteOperations.UnsafeWrap(record) };
        try
        {
            using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            await using var over = changed.UnsafeRegister(static state => ((CancellationTokenSource)state!).CancelAfter(DeposedPatience), patience);
            var reply = await peers.Of(other).ProposeAsync(request, deadline: DateTime.UtcNow + AnswerPatience, cancellationToken: patience.Token);
            switch (reply.Fate)
            {
                case Fate.Committed:
                    _ = LoseLaterAsync(batch, batch[0].Slot.Answered); // they share an entry
                    return (Fortune.Settled, null);
                case Fate.NotLeader:
                    return (Fortune.NotWritten, null);
                case Fate.Refused:
                    return (Fortune.Refused, reply.Reason);
            }
        }
        catch (RpcException e) when (PeerFailures.NeverArrived(e))
        {
            return (Fortune.NotWritten, null);
        }
        catch (RpcException e)
        {
            LogUnanswered(other, batch.Length, e.Status.Detail);
        }
        return (Fortune.Unknown, null);
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
