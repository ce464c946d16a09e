using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>How this node follows the registries of the others.</summary>
internal sealed class SyncMeters(PeerSight sight) : IMeterSource
{
    public void Describe(Meter meter)
    {
        meter.CreateObservableGauge("batata_registry_peers_expected", () => sight.Expected, null, "Other nodes that should be there");
        meter.CreateObservableGauge("batata_registry_peers_followed", () => sight.Followed, null, "Other nodes whose registry this one follows");
        meter.CreateObservableGauge("batata_registry_peer_followed", Peers, null, "1 for a node whose registry this one follows");
        meter.CreateObservableGauge("batata_registry_preserving", () => sight.IsPreserving ? 1 : 0, null, "1 while fewer than half of the others are seen, and nothing of lost nodes is dropped");
        meter.CreateObservableCounter("batata_registry_streams_lost", () => sight.Broken, null, "Streams of followed nodes that ended, though the node did not say that it stops");
        meter.CreateObservableCounter("batata_registry_streams_restarted", () => sight.OutOfStep, null, "Streams that began again because something was missing or differed");
        meter.CreateObservableCounter("batata_registry_clients_dropped", () => sight.Dropped, null, "Clients of lost nodes that nobody came back for");
    }

    private IEnumerable<Measurement<int>> Peers() =>
        sight.Peers.Select(static peer => new Measurement<int>(peer.Followed ? 1 : 0, new KeyValuePair<string, object?>("node", peer.Member.ToString())));
}
