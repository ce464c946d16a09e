using Batata.Api.Consul.Http;
using Batata.Application.Cluster;

namespace Batata.Api.Consul.Reads;

/// <summary>How fresh what this node serves is: <c>X-Consul-KnownLeader</c> and <c>X-Consul-LastContact</c>.</summary>
internal sealed class LeaderContacts(ILeaderLease lease, IClusterNodes nodes, TimeProvider time)
{
    /// <summary>This node leads, and nobody else can have begun to.</summary>
    public bool Leads => lease.TryHold(out _);

    public LeaderContact Now()
    {
        if (Leads) return new LeaderContact(true, 0);
        if (nodes.Self.Log?.Leader is not { } leader) return new LeaderContact(false, 0);
        var heard = nodes.All().FirstOrDefault(node => node.Name == leader)?.HeardAt;
        return new LeaderContact(true, heard is { } at ? Math.Max(0, (long)(time.GetUtcNow() - at).TotalMilliseconds) : 0);
    }
}
