using Batata.Application.Cluster;

namespace Batata.Api.Consul.Operator;

/// <param name="Address">Of the log.</param>
/// <param name="HeardAgo">Since it last told how it fares; zero for this node.</param>
internal sealed record OperatorServer(
    string Id, string Member, string Name, string Address, bool IsLeader, bool Votes, NodeCondition Condition, string Version, TimeSpan HeardAgo, long Term, long LastIndex);

/// <summary>The nodes of the cluster as Consul's operators see servers.</summary>
internal sealed class OperatorServers(IMembers members, IClusterNodes nodes, TimeProvider time)
{
    public IReadOnlyList<OperatorServer> All()
    {
        var known = nodes.All().ToDictionary(static node => node.Name.Address);
        var leader = nodes.Self.Log?.Leader?.Address ?? (members.Current.All.Count == 1 ? members.Current.Self.Address : null);
        return [.. members.Current.All.Where(static member => member.Votes || member.IsSelf).Select(member => Of(member, known.GetValueOrDefault(member.Address), leader))];
    }

    private OperatorServer Of(ClusterMember member, ClusterNode? node, string? leader) => new(
        member.Id.ToString("D"),
        member.Address,
        node?.Label ?? member.Name ?? member.Address,
        new MemberName(member.Host, member.MainPort, member.RaftPort).RaftAddress,
        member.Address == leader,
        member.Votes || members.Current.All.Count == 1,
        node?.Condition ?? NodeCondition.Starting,
        Application.Catalog.OwnNode.ConsulVersion,
        member.IsSelf || node?.HeardAt is not { } heard ? TimeSpan.Zero : time.GetUtcNow() - heard,
        node?.Log?.Term ?? 0,
        node?.Log?.AppliedIndex ?? 0);
}
