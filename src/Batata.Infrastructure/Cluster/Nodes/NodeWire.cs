using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Infrastructure.Cluster.Nodes;

/// <summary>Between what nodes tell each other of themselves and what is asked here.</summary>
internal static class NodeWire
{
    public static MemberName Name(ClusterMember member) => new(member.Host, member.MainPort, member.RaftPort);

    public static MemberName Name(MemberAddress member) => new(member.Host, member.MainPort, member.RaftPort);

    public static NodeReport Report(ClusterNode self)
    {
        var report = new NodeReport
        {
            Address = self.Name.Address,
            Label = self.Label,
            Version = self.Version ?? "",
            Condition = Condition(self.Condition),
            Problem = self.Problem ?? "",
        };
        if (self.Log is not { } log) return report;
        report.Log = new LogReport { Term = log.Term, CommittedIndex = log.CommittedIndex, AppliedIndex = log.AppliedIndex };
        if (log.Leader is { } leader) report.Log.Leader = Address(leader);
        report.Log.Voters.AddRange(log.Voters.Select(Address));
        return report;
    }

    public static LogStanding? Log(NodeReport report) => report.Log is not { } log ? null : new LogStanding(
        log.Leader is { } leader ? Name(leader) : null, log.Term, [.. log.Voters.Select(Name)], log.CommittedIndex, log.AppliedIndex);

    /// <summary>A condition that a later release has and this one does not know is no reason for doubt.</summary>
    public static NodeCondition Condition(ReportedCondition reported) => reported switch
    {
        ReportedCondition.Starting => NodeCondition.Starting,
        ReportedCondition.Isolation => NodeCondition.Isolation,
        ReportedCondition.Down => NodeCondition.Down,
        _ => NodeCondition.Up,
    };

    private static ReportedCondition Condition(NodeCondition condition) => condition switch
    {
        NodeCondition.Starting => ReportedCondition.Starting,
        NodeCondition.Isolation => ReportedCondition.Isolation,
        NodeCondition.Down => ReportedCondition.Down,
        _ => ReportedCondition.Up,
    };

    private static NodeAddress Address(MemberName name) => new() { Host = name.Host, MainPort = name.MainPort, RaftPort = name.RaftPort };

    private static MemberName Name(NodeAddress address) => new(address.Host, address.MainPort, address.RaftPort);
}
