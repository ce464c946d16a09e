namespace Batata.Application.Cluster;

/// <summary>How a node fares. Protocol source: Nacos 3.1 <c>NodeState</c>.</summary>
public enum NodeCondition
{
    Starting,
    Up,

    /// <summary>It did not answer the last report.</summary>
    Suspicious,

    /// <summary>Nobody is there, or it did not answer several reports in a row.</summary>
    Down,

    /// <summary>It runs and reaches no majority of the cluster. Only said by a node of itself.</summary>
    Isolation,
}

/// <summary>What a node knows of the log.</summary>
/// <param name="Leader">Address of the node that leads, as the member list has it; null when it knows none.</param>
/// <param name="Voters">Addresses of all that take part.</param>
/// <param name="CommittedIndex">The last entry that a majority has.</param>
/// <param name="AppliedIndex">The last entry that its state holds.</param>
public sealed record LogStanding(MemberName? Leader, long Term, IReadOnlyList<MemberName> Voters, long CommittedIndex, long AppliedIndex)
{
    /// <summary>How long this node has known of no leader; told of itself alone.</summary>
    public TimeSpan WithoutLeader { get; init; }
}

/// <summary>A member by its address.</summary>
public sealed record MemberName(string Host, int MainPort, int RaftPort)
{
    /// <summary><c>host:port</c>, IPv6 in brackets.</summary>
    public string Address { get; } = Join(Host, MainPort);

    public string RaftAddress { get; } = Join(Host, RaftPort);

    private static string Join(string host, int port) => host.Contains(':', StringComparison.Ordinal)
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{host}]:{port}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{port}");
}

/// <summary>A node as this one sees it.</summary>
/// <param name="Label">For people.</param>
/// <param name="Version">Null when it was never heard.</param>
/// <param name="HeardAt">When it last told how it fares; null for never.</param>
/// <param name="FailedReports">In a row.</param>
/// <param name="Log">As it said last; null when it was never heard.</param>
/// <param name="Problem">What is wrong, for people.</param>
public sealed record ClusterNode(
    MemberName Name, string Label, NodeCondition Condition, string? Version, DateTimeOffset? HeardAt, int FailedReports, LogStanding? Log, string? Problem);

/// <summary>The nodes of this cluster. Answers from memory; what it knows of another node is about a second old.</summary>
public interface IClusterNodes
{
    ClusterNode Self { get; }

    /// <summary>This one among them, by address. A node alone is its own cluster.</summary>
    IReadOnlyList<ClusterNode> All();

    /// <summary>Asks these nodes now and not in a second. Returns when each has answered or had its time.</summary>
    Task RefreshAsync(IReadOnlyList<MemberName> nodes, CancellationToken cancellationToken);
}
