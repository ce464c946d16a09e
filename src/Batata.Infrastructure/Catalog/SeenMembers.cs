using Batata.Application.Catalog;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Catalog;

/// <summary>The members of the cluster by the names that they have in the catalog.</summary>
internal sealed class SeenMembers(IClusterNodes nodes, KnownMembers known, IOptions<ClusterOptions> options)
{
    /// <summary>Who votes, but for those that were never heard: nothing is known of them yet.</summary>
    public List<MemberSeen> Seen()
    {
        var conditions = nodes.All().ToDictionary(static node => node.Name.Address, static node => node);
        var seen = new List<MemberSeen>();
        foreach (var member in known.Current.All)
        {
            var node = conditions.GetValueOrDefault(member.Address);
            if (!member.Votes || member.Id == Guid.Empty || (node is not null && node.Condition == NodeCondition.Starting && node.HeardAt is null && !member.IsSelf)) continue;
            seen.Add(new MemberSeen(OwnNode.Node(NameOf(member), member.Id, member.Host), node?.Condition != NodeCondition.Down));
        }
        return seen;
    }

    public bool IsMember(string name) => known.Current.All.Any(member => member.Votes && NameOf(member).Equals(name, StringComparison.OrdinalIgnoreCase));

    private string NameOf(ClusterMember member) => member.IsSelf ? NodeService.NameOf(options.Value) : member.Name ?? member.Address;
}
