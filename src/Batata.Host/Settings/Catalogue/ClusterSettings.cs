using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Several nodes that are one server.</summary>
internal static class ClusterSettings
{
    public static SettingGroup Group => new("Cluster",
    [
        Switch("nacos.standalone", o => o.Server.Standalone, (o, v) => o.Server.Standalone = v,
            "One node without peers. With false it is a member of a cluster, whose members are listed in cluster.conf beside this file, one a line, or in nacos.member.list."),
        new Setting("cluster.member.lookup.type", "How the other members are found: file, which nacos.member.list stands in for. An address server is not possible in this version yet. Has no effect on a standalone node.",
            "standalone, file or address-server", static _ => null, static (_, text, _) => text is "standalone" or "file" or "address-server" ? null : MustBe("standalone, file or address-server"))
            with { Aliases = ["nacos.core.member.lookup.type"], DefaultText = "standalone", Example = "standalone" },
        Said("nacos.member.list", o => o.Server.MemberList, (o, v) => o.Server.MemberList = v,
            "The members with commas between, this one among them, where there is no cluster.conf. Each member must be written alike on every node.") with { DefaultText = "none", Example = "10.0.0.1:8848,10.0.0.2:8848,10.0.0.3:8848" },
        Said("nacos.inetutils.ip-address", o => o.Server.OwnAddress, (o, v) => o.Server.OwnAddress = v,
            "The address or name that this node has in the list of members; needed only where it cannot be told from the machine's own addresses.")
            with { Aliases = ["nacos.server.ip"], DefaultText = "found in the list", Example = "10.0.0.1" },
        Said("batata.cluster.secret", static _ => null, (o, v) => o.Cluster.Secret = v,
            "What the nodes of a cluster have in common and nobody else knows, 16 characters or more: it guards the ports between them. A cluster without one does not start.")
            with { Secret = true, DefaultText = "none", Example = "what openssl rand -base64 32 prints" },
        Said("batata.cluster.secret-file", o => o.Cluster.SecretFile, (o, v) => o.Cluster.SecretFile = v,
            "File that holds the secret; it wins over batata.cluster.secret.") with { DefaultText = "none", Example = "/run/secrets/batata-cluster" },
        Number("nacos.core.member.fail-access-cnt", 1, 100, o => o.Cluster.FailedReportsUntilDown, (o, v) => o.Cluster.FailedReportsUntilDown = v,
            "Reports in a row, one a second, that another node may leave unanswered before the list of nodes says that it is down."),
        Said("batata.node.name", o => o.Cluster.NodeName, (o, v) => o.Cluster.NodeName = v,
            "What people call this node, in logs and the list of nodes.") with { DefaultText = "its address", Example = "batata-1" },
    ]);

    private static Setting Said(string key, Func<BatataOptions, string?> get, Action<BatataOptions, string> set, string meaning) =>
        Text(key, "a text", get, (options, text) =>
        {
            set(options, text);
            return true;
        }, meaning);
}
