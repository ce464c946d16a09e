using System.Reflection;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster.Nodes;

/// <summary>How this node fares, as it says of itself.</summary>
internal sealed class OwnReport(RaftNode node, IMembers members, IOptions<ClusterOptions> options, TimeProvider time)
{
    private static readonly string Version =
        typeof(OwnReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public ClusterNode Node()
    {
        var view = members.Current;
        var name = NodeWire.Name(view.Self);
        return new ClusterNode(name, NodeService.NameOf(options.Value), node.Condition, Version, time.GetUtcNow(), 0, node.Log(view), node.NotReadyReason);
    }

    public NodeReport Read()
    {
        var report = NodeWire.Report(Node());
        report.DiskShort = node.Shortage is not null;
        return report;
    }
}
