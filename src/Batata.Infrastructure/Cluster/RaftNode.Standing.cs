using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Nodes;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Batata.Infrastructure.Cluster;

/// <summary>What this node tells of itself, and what may be done on it now.</summary>
internal sealed partial class RaftNode
{
    public string? NotReadyReason => StartProblem ?? (IsCluster ? Members?.Waiting ?? Leadership?.Problem() ?? Fullness : LonelyProblem);

    public string? NotServingReason => IsCluster ? StartProblem ?? Members?.Waiting : NotReadyReason;

    /// <summary>Null when entries may be proposed here; else why not, for people.</summary>
    public string? NotWritableReason => NotServingReason ?? Shortage;

    public string? Shortage => _space is { IsShort: true } space ? space.Shortage : null;

    /// <summary>Null unless nothing can be written at all.</summary>
    public string? Fullness => _space is { IsFull: true } space ? space.Fullness : null;

    /// <inheritdoc cref="DiskSpace.ThrowIfFull"/>
    public void ThrowIfFull() => _space?.ThrowIfFull();

    public bool TryHold(out CancellationToken lost)
    {
        lost = new CancellationToken(canceled: true);
        if (_notReady is not null) return false;
        if (IsCluster) return Leadership is { } leadership && leadership.HoldsLease(out lost);
        lost = _cluster?.LeadershipToken ?? lost;
        return !lost.IsCancellationRequested;
    }

    /// <summary>
    /// The lease says that nobody else leads, not that what the last leader acknowledged is applied here: that is so once a barrier was passed in this leadership.
    /// </summary>
    public bool LeadsCaughtUp => (!IsCluster || !_caughtUp.IsCancellationRequested) && TryHold(out _);

    public NodeCondition Condition
    {
        get
        {
            if (_notReady is not (null or Starting)) return NodeCondition.Down; // stopping or failed
            if (StartProblem is not null) return NodeCondition.Starting;
            return NotReadyReason is null ? NodeCondition.Up : NodeCondition.Isolation;
        }
    }

    /// <returns>Null while the log is not open.</returns>
    public LogStanding? Log(MemberView view)
    {
        if (_cluster is not { } cluster || _log is not { } log) return null;
        var self = NodeWire.Name(view.Self);
        var leader = IsCluster
            ? Leadership switch { null => null, { IsLocal: true } => self, { Remote: { } other } => NodeWire.Name(other), _ => null }
            : self;
        return new LogStanding(leader, cluster.Term, [.. view.All.Select(NodeWire.Name)], log.LastCommittedEntryIndex, log.LastAppliedIndex)
        {
            WithoutLeader = leader is null && Leadership is { } without ? without.Gone : TimeSpan.Zero,
        };
    }

    private string? LonelyProblem => _cluster is { LeadershipToken.IsCancellationRequested: false } ? null : "There is no leader.";
}
