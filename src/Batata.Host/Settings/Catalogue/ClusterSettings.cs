using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Several nodes that are one server.</summary>
internal static class ClusterSettings
{
    public static SettingGroup Group => new("Cluster",
    [
        Switch("nacos.standalone", o => o.Server.Standalone, (o, v) => o.Server.Standalone = v,
            "One node without peers. With false it is a member of a cluster, whose members are listed in cluster.conf beside this file, one a line, or in nacos.member.list."),
        new Setting("cluster.member.lookup.type", "How the other members are found: file, which nacos.member.list stands in for, or address-server. Has no effect on a standalone node.",
            "standalone, file or address-server", static _ => null, static (_, text, _) => text is "standalone" or "file" or "address-server" ? null : MustBe("standalone, file or address-server"))
            with { Aliases = ["nacos.core.member.lookup.type"], DefaultText = "standalone", Example = "standalone" },
        Said("nacos.member.list", o => o.Server.MemberList, (o, v) => o.Server.MemberList = v,
            "The members with commas between, this one among them, where there is no cluster.conf. Each member must be written alike on every node.") with { DefaultText = "none", Example = "10.0.0.1:8848,10.0.0.2:8848,10.0.0.3:8848" },
        Said("address.server.domain", o => o.Server.AddressServerHost, (o, v) => o.Server.AddressServerHost = v,
            "Where the list of members is asked for with cluster.member.lookup.type=address-server: an HTTP server that answers it as text, one address a line. It is asked every five seconds.")
            with { Aliases = ["address_server_domain"], DefaultText = "none", Example = "members.example.com" },
        Port("address.server.port", o => o.Server.AddressServerPort, (o, v) => o.Server.AddressServerPort = v, "Port of the address server.") with { Aliases = ["address_server_port"] },
        Said("address.server.url", o => o.Server.AddressServerPath, (o, v) => o.Server.AddressServerPath = v, "Path of the list on the address server.")
            with { Aliases = ["address_server_url"], DefaultText = "<context path>/serverlist", Example = "/nacos/serverlist" },
        Number("nacos.core.address-server.retry", 1, 1000, o => o.Server.AddressServerTries, (o, v) => o.Server.AddressServerTries = v,
            "Tries at the start, a second apart, before the start is given up because the address server does not answer."),
        Said("nacos.inetutils.ip-address", o => o.Server.OwnAddress, (o, v) => o.Server.OwnAddress = v,
            "The address or name that this node has in the list of members; needed only where it cannot be told from the machine's own addresses.")
            with { Aliases = ["nacos.server.ip"], DefaultText = "found in the list", Example = "10.0.0.1" },
        Said("batata.cluster.secret", static _ => null, (o, v) => o.Cluster.Secret = v,
            "What the nodes of a cluster have in common and nobody else knows, 16 characters or more: it guards the ports between them. A cluster without one does not start.")
            with { Secret = true, DefaultText = "none", Example = "what openssl rand -base64 32 prints" },
        Said("batata.cluster.secret-file", o => o.Cluster.SecretFile, (o, v) => o.Cluster.SecretFile = v,
            "File that holds the secret; it wins over batata.cluster.secret.") with { DefaultText = "none", Example = "/run/secrets/batata-cluster" },
        Said("batata.cluster.tls.certificate", o => o.Cluster.TlsCertificate, (o, v) => o.Cluster.TlsCertificate = v,
            "PEM file with this node's certificate for the ports between nodes, and those between it and its root behind it. With it and the next two no secret is needed.")
            with { DefaultText = "the key that follows from the secret", Example = "/etc/batata/node.crt" },
        Said("batata.cluster.tls.private-key", o => o.Cluster.TlsPrivateKey, (o, v) => o.Cluster.TlsPrivateKey = v, "PEM file with the key of that certificate.") with { DefaultText = "none", Example = "/etc/batata/node.key" },
        Said("batata.cluster.tls.trust-certificate", o => o.Cluster.TlsTrust, (o, v) => o.Cluster.TlsTrust = v,
            "PEM file with the roots of the certificates of all nodes. Whoever holds one of theirs is a node of the cluster: use an authority that signs nothing else.")
            with { DefaultText = "none", Example = "/etc/batata/nodes-ca.crt" },
        Number("nacos.core.member.fail-access-cnt", 1, 100, o => o.Cluster.FailedReportsUntilDown, (o, v) => o.Cluster.FailedReportsUntilDown = v,
            "Reports in a row, one a second, that another node may leave unanswered before the list of nodes says that it is down."),
        Said("batata.node.name", o => o.Cluster.NodeName, (o, v) => o.Cluster.NodeName = v,
            "What people call this node, in logs and the list of nodes, and its name in Consul's catalog. Set it in a cluster: an address is no name that DNS can answer.")
            with { DefaultText = "its host name; in a cluster its address", Example = "batata-1" },
    ]);

    private static Setting Said(string key, Func<BatataOptions, string?> get, Action<BatataOptions, string> set, string meaning) =>
        Text(key, "a text", get, (options, text) =>
        {
            set(options, text);
            return true;
        }, meaning);
}
