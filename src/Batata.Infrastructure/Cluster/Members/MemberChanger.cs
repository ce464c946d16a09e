using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>Makes a change of members, on the leader. What fails is tried again with the next round, which looks anew what there is to do.</summary>
internal sealed partial class MemberChanger(RaftNode node, ILogger logger)
{
    /// <summary>A node that is taken in gets the log or a snapshot first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public bool Leads => node.Leadership is { IsLocal: true } leadership && leadership.HoldsLease(out _);

    public async Task MakeAsync(MemberChange change, CancellationToken stopping)
    {
        if (!node.Gate.TryEnter()) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            LogBegins(change.Kind, change.Reason);
            if (await MakeAsync(node.Cluster!, change, patience.Token)) LogMade(change.Kind, change.Reason);
            else LogNotMade(change.Kind, change.Reason, "it did not catch up yet");
        }
        catch (Exception e) when (e is NotLeaderException or QuorumUnreachableException or OperationCanceledException or ObjectDisposedException or MemberUnavailableException
            or RaftCluster<RaftClusterMember>.ConcurrentMembershipModificationException)
        {
            if (!stopping.IsCancellationRequested) LogNotMade(change.Kind, change.Reason, e.Message);
        }
        finally
        {
            node.Gate.Leave();
        }
    }

    private static async Task<bool> MakeAsync(RaftCluster cluster, MemberChange change, CancellationToken cancellationToken)
    {
        if (change.Kind == ChangeKind.StepDown) return await ((ICluster)cluster).ResignAsync(cancellationToken);
        // The library computes the next members from those that are applied when it begins. A change that an earlier try left in the log must be among them.
        await cluster.ReplicateAsync(new EmptyLogEntry { Term = cluster.Term }, cancellationToken);
        var endPoint = new NodeEndPoint(change.Id);
        return change.Kind == ChangeKind.Add ? await cluster.AddMemberAsync(endPoint, cancellationToken) : await cluster.RemoveMemberAsync(endPoint, cancellationToken);
    }

    [LoggerMessage(EventId = 1255, Level = LogLevel.Information, Message = "Members: {Kind}; {Reason}")]
    private partial void LogBegins(ChangeKind kind, string reason);

    [LoggerMessage(EventId = 1256, Level = LogLevel.Information, Message = "Members: {Kind} is done; {Reason}")]
    private partial void LogMade(ChangeKind kind, string reason);

    [LoggerMessage(EventId = 1257, Level = LogLevel.Warning, Message = "Members: {Kind} was not done and is tried again; {Reason}; {Why}")]
    private partial void LogNotMade(ChangeKind kind, string reason, string why);
}
