using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Nodes;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Batata.Infrastructure.Cluster;

/// <summary>What this node tells of itself.</summary>
internal sealed partial class RaftNode
{
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
        return new LogStanding(leader, cluster.Term, [.. view.All.Select(NodeWire.Name)], log.LastCommittedEntryIndex, log.LastAppliedIndex);
    }
}
