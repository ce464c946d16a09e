using System.Net;

namespace Batata.Infrastructure.Cluster;

/// <summary>The replicated log of this node. Filled by the host from the settings.</summary>
public sealed class ClusterOptions
{
    /// <summary>Data folder; created when missing. <c>--data</c>.</summary>
    public string DataPath { get; set; } = "data";

    /// <summary>Address of the Raft port. A node alone opens none.</summary>
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Raft TCP port: main port − 1000 unless set.</summary>
    public int RaftPort { get; set; } = 7848;

    /// <summary>Entries between two snapshots, 1,000 to 1,000,000 (64 of them take a file descriptor and a memory map). <c>batata.raft.snapshot-entries</c>.</summary>
    public long SnapshotEntries { get; set; } = 50_000;
}
