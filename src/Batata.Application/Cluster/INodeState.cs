namespace Batata.Application.Cluster;

/// <summary>Whether this node may be sent requests.</summary>
public interface INodeState
{
    /// <summary>Null once the log is applied up to the leader's commit and nothing stale can be served; else why not, for people.</summary>
    string? NotReadyReason { get; }

    /// <summary>Completes when the node becomes ready for the first time; faults when the start failed.</summary>
    Task FirstReady { get; }
}

/// <summary>Refusals of the write path itself.</summary>
public static class ClusterFailures
{
    public const string UnavailableCode = "cluster.unavailable";
    public const string OutcomeUnknownCode = "cluster.outcome_unknown";

    public static Domain.Shared.Failure Unavailable(string why) => new(Domain.Shared.FailureKind.Unavailable, UnavailableCode, why);

    public static Domain.Shared.Failure OutcomeUnknown() => new(
        Domain.Shared.FailureKind.OutcomeUnknown, OutcomeUnknownCode, "The write was handed on but its outcome is unknown; read before trying again.");
}
