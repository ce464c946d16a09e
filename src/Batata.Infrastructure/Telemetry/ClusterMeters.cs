using System.Diagnostics.Metrics;
using Batata.Application.Cluster;
using Batata.Application.Telemetry;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace Batata.Infrastructure.Telemetry;

/// <summary>This node in its cluster: what it knows of the others, and of the log.</summary>
internal sealed class ClusterMeters(IClusterNodes nodes, INodeState state, PeerClients peers, IOptions<ClusterOptions> options) : IMeterSource
{
    public void Describe(Meter meter)
    {
        Gauge("batata_cluster_member_count", () => nodes.All().Count, "Cluster member count");
        Gauge("batata_node_ready", () => state.NotReadyReason is null ? 1 : 0, "1 when this node may be sent requests");
        Gauge("batata_node_cut_off", () => nodes.Self.Condition == NodeCondition.Isolation ? 1 : 0, "1 when this node reaches no majority of the cluster, or its disk is full");
        Gauge("batata_raft_leader", () => nodes.Self is { Log.Leader: { } leader } self && leader == self.Name ? 1 : 0, "1 on the node that leads");
        Gauge("batata_raft_term", () => nodes.Self.Log?.Term ?? 0, "Number of the election");
        Gauge("batata_raft_committed_index", () => nodes.Self.Log?.CommittedIndex ?? 0, "Last entry that this node knows a majority has");
        Gauge("batata_raft_applied_index", () => nodes.Self.Log?.AppliedIndex ?? 0, "Last entry in the state of this node");
        Gauge("batata_raft_lag_entries", Lag, "Entries that some node has committed and this one has not applied");
        meter.CreateObservableGauge("batata_cluster_node_up", () => nodes.All().Select(node => Of(node.Condition == NodeCondition.Up ? 1L : 0, ("node", node.Name.Address))), null, "1 for a node that is up, as this one sees it");
        meter.CreateObservableGauge("batata_cluster_node_failed_reports", () => nodes.All().Select(node => Of(node.FailedReports, ("node", node.Name.Address))), null, "Reports in a row that a node left unanswered");
        meter.CreateObservableGauge("batata_peer_breaker", Breakers, null, "1 for the state that the circuit breaker before a node is in");
        meter.CreateObservableGauge("disk_free_bytes", () => Disk(static drive => drive.AvailableFreeSpace), null, "Usable space for path");
        meter.CreateObservableGauge("disk_total_bytes", () => Disk(static drive => drive.TotalSize), null, "Total space for path");

        void Gauge(string name, Func<long> read, string help) => meter.CreateObservableGauge(name, read, null, help);
    }

    private long Lag()
    {
        var (committed, applied) = (0L, nodes.Self.Log?.AppliedIndex ?? 0);
        foreach (var node in nodes.All()) committed = Math.Max(committed, node.Log?.CommittedIndex ?? 0);
        return Math.Max(0, committed - applied);
    }

    private IEnumerable<Measurement<long>> Breakers()
    {
        foreach (var breaker in peers.Breakers)
        {
            var (node, now) = (breaker.Member.ToString(), breaker.State);
            yield return Of(now == CircuitState.Closed ? 1 : 0, ("node", node), ("state", "closed"));
            yield return Of(now is CircuitState.Open or CircuitState.Isolated ? 1 : 0, ("node", node), ("state", "open"));
            yield return Of(now == CircuitState.HalfOpen ? 1 : 0, ("node", node), ("state", "half_open"));
        }
    }

    private IEnumerable<Measurement<long>> Disk(Func<DriveInfo, long> read)
    {
        var path = Path.GetFullPath(options.Value.DataPath);
        return Directory.Exists(path) ? [Of(read(new DriveInfo(path)), ("path", path))] : [];
    }

    private static Measurement<long> Of(long value, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        var list = new KeyValuePair<string, object?>[tags.Length];
        for (var i = 0; i < list.Length; i++) list[i] = new(tags[i].Name, tags[i].Value);
        return new(value, list);
    }
}
