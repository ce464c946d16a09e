namespace Batata.Application.Cluster;

/// <summary>Whether this node may be sent requests.</summary>
public interface INodeState
{
    /// <summary>Null once the log is applied up to the leader's commit and nothing stale can be served; else why not, for people.</summary>
    string? NotReadyReason { get; }

    /// <summary>
    /// Null when requests are answered: what this node has is served while the cluster looks for a leader, and by a node that is cut off. A barrier
    /// or a write tells then that there is none.
    /// </summary>
    string? NotServingReason => NotReadyReason;

    /// <summary>Completes when the node becomes ready for the first time; faults when the start failed.</summary>
    Task FirstReady { get; }
}

/// <summary>For work that only one node of the cluster may do at a time.</summary>
public interface ILeaderLease
{
    /// <param name="lost">Cancelled when another node may begin with it.</param>
    /// <returns>False when this node must leave it alone. Cheap enough to be asked before each step.</returns>
    bool TryHold(out CancellationToken lost);
}

/// <summary>Refusals of the write path itself.</summary>
public static class ClusterFailures
{
    public const string UnavailableCode = "cluster.unavailable";
    public const string UpgradePendingCode = "cluster.upgrade_pending";
    public const string OutcomeUnknownCode = "cluster.outcome_unknown";

    public static Domain.Shared.Failure Unavailable(string why) => new(Domain.Shared.FailureKind.Unavailable, UnavailableCode, why);

    /// <summary>Nothing was written: some nodes are of a release that could not read it.</summary>
    public static Domain.Shared.Failure UpgradePending(string why) => new(Domain.Shared.FailureKind.Unavailable, UpgradePendingCode, why);

    public static Domain.Shared.Failure OutcomeUnknown() => new(
        Domain.Shared.FailureKind.OutcomeUnknown, OutcomeUnknownCode, "The write was handed on but its outcome is unknown; read before trying again.");
}
