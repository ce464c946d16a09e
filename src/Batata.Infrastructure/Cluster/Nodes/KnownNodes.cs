using Batata.Application.Cluster;

namespace Batata.Infrastructure.Cluster.Nodes;

/// <summary>The list of nodes: this one as it is, the others as they last said or failed to say.</summary>
internal sealed class KnownNodes(OwnReport own, IMembers members, PeerStandings standings, NodeReports reports) : IClusterNodes
{
    public ClusterNode Self => own.Node();

    public IReadOnlyList<ClusterNode> All() => [.. members.Current.All.Select(member => member.IsSelf ? own.Node() : Other(member))];

    public Task RefreshAsync(IReadOnlyList<MemberName> nodes, CancellationToken cancellationToken) =>
        Task.WhenAll(members.Current.Others.Where(member => nodes.Contains(NodeWire.Name(member))).Select(member => reports.AskAsync(member, cancellationToken)));

    private ClusterNode Other(ClusterMember member)
    {
        var name = NodeWire.Name(member);
        var label = member.Name ?? name.Address;
        return standings.Of(member) is not { } standing
            ? new ClusterNode(name, label, NodeCondition.Starting, null, null, 0, null, "Nothing was heard of it yet.")
            : new ClusterNode(
                name,
                standing.Report is { Label.Length: > 0 } said ? said.Label : label,
                standing.Condition,
                standing.Report?.Version,
                standing.HeardAt,
                standing.FailedReports,
                standing.Report is { } report ? NodeWire.Log(report) : null,
                standing.Problem);
    }
}
