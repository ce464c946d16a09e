using System.Globalization;
using Batata.Api.Consul.Http;
using Batata.Application.Cluster;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>The nodes of the cluster in the words of Serf.</summary>
internal sealed class ConsulMembers(IMembers members, IClusterNodes nodes, ConsulGate gate, IOptions<ConsulOptions> options)
{
    public IReadOnlyList<SerfMember> All(bool wan)
    {
        var known = nodes.All().ToDictionary(static node => node.Name.Address);
        return [.. members.Current.All.Where(static member => member.Votes || member.IsSelf).Select(member => Of(member, known.GetValueOrDefault(member.Address), wan))];
    }

    public SerfMember Self => Of(members.Current.Self, nodes.Self, wan: false);

    public Guid SelfId => members.Current.Self.Id;

    private SerfMember Of(ClusterMember member, ClusterNode? node, bool wan)
    {
        var name = node?.Label ?? member.Name ?? member.Address;
        var datacenter = options.Value.Datacenter;
        var port = member.RaftPort.ToString(CultureInfo.InvariantCulture);
        return new SerfMember(
            wan ? $"{name}.{datacenter}" : name,
            member.Host,
            member.RaftPort,
            member.Id,
            [
                new("acls", gate.IsOpen ? "0" : "1"), new("build", $"{ConsulVersion.Text}:{ConsulVersion.Revision}"), new("dc", datacenter), new("grpc_port", "-1"),
                new("id", member.Id.ToString("D")), new("port", port), new("raft_vsn", "3"), new("role", "consul"), new("segment", ""), new("vsn", "2"),
                new("vsn_max", "3"), new("vsn_min", "2"), new("wan_join_port", port),
            ],
            StatusOf(node));
    }

    /// <summary>A node that left one report unanswered is not failed yet.</summary>
    private static int StatusOf(ClusterNode? node) => node?.Condition switch
    {
        null => SerfMember.None,
        NodeCondition.Down => SerfMember.Failed,
        _ => SerfMember.Alive,
    };
}

/// <param name="Port">Where nodes talk to each other.</param>
/// <param name="Tags">In the order of their names.</param>
internal sealed record SerfMember(string Name, string Address, int Port, Guid Id, KeyValuePair<string, string>[] Tags, int Status)
{
    public const int None = 0;
    public const int Alive = 1;
    public const int Failed = 4;
}
