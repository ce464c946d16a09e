using System.Net;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Cluster;

/// <summary>The replicated log of this node. Filled by the host from the settings.</summary>
public sealed class ClusterOptions
{
    /// <summary>Data folder; created when missing. <c>--data</c>.</summary>
    public string DataPath { get; set; } = "data";

    /// <summary>Address of the ports between nodes. A node alone opens none.</summary>
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Raft TCP port: main port − 1000 unless set.</summary>
    public int RaftPort { get; set; } = 7848;

    /// <summary>Entries between two snapshots, 1,000 to 1,000,000 (64 of them take a file descriptor and a memory map). <c>batata.raft.snapshot-entries</c>.</summary>
    public long SnapshotEntries { get; set; } = 50_000;

    /// <summary>The nodes of the cluster as they were listed at the start, this one among them; empty for a node alone.</summary>
    public IReadOnlyList<MemberAddress> Members { get; set; } = [];

    /// <summary><c>cluster.conf</c>: looked at all the time; where it is missing, what it said last counts, or <see cref="Members"/>. Null with an address server.</summary>
    public string? MemberListFile { get; set; }

    /// <summary>Answers the list of members as text, one a line; null for none. <c>address.server.*</c>.</summary>
    public Uri? AddressServer { get; set; }

    /// <summary>This node: one of <see cref="Members"/>, or where a node alone is reached.</summary>
    public MemberAddress Self { get; set; } = new("127.0.0.1", 8848, 7848);

    /// <summary>What the nodes of a cluster have in common and nobody else knows. <c>batata.cluster.secret</c>.</summary>
    public string? Secret { get; set; }

    /// <summary>File with the secret in it. <c>batata.cluster.secret-file</c>.</summary>
    public string? SecretFile { get; set; }

    /// <summary>Certificate of this node between nodes, PEM, with those between it and its root behind it; null for the key of the secret. <c>batata.cluster.tls.certificate</c>.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>Its key, PEM. <c>batata.cluster.tls.private-key</c>.</summary>
    public string? TlsPrivateKey { get; set; }

    /// <summary>Roots of the certificates of all nodes, PEM. <c>batata.cluster.tls.trust-certificate</c>.</summary>
    public string? TlsTrust { get; set; }

    /// <summary>For people, and in Consul's catalog; null for the host's name, in a cluster for the address. <c>batata.node.name</c>.</summary>
    public string? NodeName { get; set; }

    /// <summary>Reports in a row that another node may leave unanswered before it counts as down. <c>nacos.core.member.fail-access-cnt</c>.</summary>
    public int FailedReportsUntilDown { get; set; } = 3;

    /// <summary>Certificates take the place of the secret between nodes.</summary>
    public bool HasCertificates => TlsCertificate is not null && TlsPrivateKey is not null && TlsTrust is not null;

    /// <summary>This node has peers to think of.</summary>
    public bool IsCluster => Members.Count > 0;
}
