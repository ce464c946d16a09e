using Batata.Api.Consul.Http;
using Batata.Application.Cluster;

namespace Batata.Api.Consul.Reads;

/// <summary>How fresh what this node serves is: <c>X-Consul-KnownLeader</c> and <c>X-Consul-LastContact</c>.</summary>
internal sealed class LeaderContacts(ILeaderLease lease, IClusterNodes nodes, TimeProvider time)
{
    public LeaderContact Now()
    {
        if (lease.TryHold(out _)) return new LeaderContact(true, 0);
        var log = nodes.Self.Log;
        if (log?.Leader is not { } leader) return new LeaderContact(false, (long)(log?.WithoutLeader ?? TimeSpan.Zero).TotalMilliseconds);
        var heard = nodes.All().FirstOrDefault(node => node.Name == leader)?.HeardAt;
        return new LeaderContact(true, heard is { } at ? Math.Max(0, (long)(time.GetUtcNow() - at).TotalMilliseconds) : 0);
    }
}
