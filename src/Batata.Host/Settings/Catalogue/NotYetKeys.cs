using static Batata.Host.Settings.ForeignEffect;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Keys of what Nacos can do and Batata cannot yet. Each leaves this list with the feature.</summary>
internal static class NotYetKeys
{
    private const string Tls = "TLS is not possible in this version yet";
    private const string WithMySql = "read only with spring.sql.init.platform=mysql";

    public static IReadOnlyList<ForeignKey> All =>
    [
        new("spring.sql.init.platform", Refuse, StorageSettings.NoMySqlYet) { Aliases = ["spring.datasource.platform"], Harmless = ["derby"] },
        new("db.url.*", Warn, WithMySql),
        new("db.*", None, WithMySql),
        new("nacos.functionMode", Refuse, "configs cannot be switched off in this version yet") { Harmless = ["all", "config"] },
        new("nacos.core.auth.enable.userAgentAuthWhite", Refuse, "a User-Agent lets nobody in") { Harmless = ["false"] },
        new("nacos.core.auth.ldap.ignore.partial.result.exception", None, "partial results are taken"),
        new("nacos.core.auth.caching.enabled", None, "changes of accounts count at once, with or without a cache"),
        new("nacos.core.auth.*", None, "nothing here needs it"),
        new("nacos.remote.server.rpc.tls.trustAll", Warn, "certificates of clients are always checked, against trustCollectionCertFile") { Harmless = ["false"] },
        new("nacos.remote.server.rpc.tls.*", None, "TLS 1.2 and 1.3 are spoken with the ciphers of the system, and new files are noticed"),
        new("nacos.remote.peer.rpc.tls.enableTls", Refuse, Tls) { Harmless = ["false"] },
        new("nacos.remote.peer.rpc.tls.*", None, "read only with enableTls"),
        new("server.ssl.*", Refuse, "TLS takes PEM files alone: server.ssl.certificate and server.ssl.certificate-private-key"),
        new("nacos.core.config.plugin.*", Warn, "there are no config change plugins"),
        new("nacos.plugin.control.*", None, "rules of traffic control are files"),
        new("nacos.custom.environment.enabled", Refuse, "encrypted settings cannot be read: there are no plugins") { Harmless = ["false"] },
        new("nacos.istio.mcp.server.enabled", Warn, "there is no Istio front") { Harmless = ["false"] },
        new("nacos.k8s.sync.enabled", Warn, "there is no Kubernetes sync") { Harmless = ["false"] },
        new("nacos.ai.mcp.registry.enabled", Warn, "there is no MCP registry") { Harmless = ["false"] },
        new("nacos.plugin.*", None, "there are no plugins"),
        new("nacos.naming.*", None, "nothing here needs it"),
        new("nacos.console.*", None, "there are no pages of a web console in this version yet"),
    ];
}
