using static Batata.Host.Settings.ForeignEffect;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Keys of Nacos, its image and its platform that ask for nothing a user of Batata could miss.</summary>
internal static class MeaninglessKeys
{
    private const string Alone = "has no effect on a single node";
    private const string Platform = "belongs to the Java platform";
    private const string Storage = "belongs to the storage of Nacos";

    public static IReadOnlyList<ForeignKey> All =>
    [
        new("nacos.home", None, "paths are counted from the working folder; the data folder is batata.data-path"),
        new("nacos.inetutils.*", None, Alone),
        new("nacos.core.inet.*", None, Alone),
        new("nacos.core.member.*", None, Alone),
        new("nacos.core.protocol.*", None, "tunes protocols that Batata does not speak"),
        new("embeddedStorage", None, "storage is embedded already"),
        new("nacos.core.snowflake.worker-id", None, Storage),
        new("nacos.plugin.datasource.log.enabled", None, Storage),
        new("nacos.persistence.*", None, Storage),
        new("nacos.config.derby.ops.enabled", Warn, "there is no Derby database to operate on") { Harmless = ["false"] },
        new("nacos.config.history.clear.name", None, Storage),
        new("nacos.config.search.*", None, Storage),
        new("nacos.config.gray.compatible.model", None, Storage),
        new("nacos.config.namespace.compatible.mode", None, Storage),
        new("nacos.namespace.migrate.*", None, Storage),
        new("nacos.config.cache.type", None, Storage),
        new("config_disk_type", None, Storage),
        new("dumpChangeOn", None, Storage),
        new("dumpChangeWorkerInterval", None, Storage),
        new("notifyConnectTimeout", None, Alone),
        new("notifySocketTimeout", None, Alone),
        new("isHealthCheck", None, Alone),
        new("maxHealthCheckFailCount", None, Alone),
        new("nacos.remote.server.grpc.*", None, "tunes the Java gRPC library"),
        new("nacos.core.notify.*", None, Platform),
        new("nacos.core.monitor.*", None, "there are no such meters in this version yet"),
        new("nacos.metric.*", None, "there are no such meters in this version yet"),
        new("nacos.security.ignore.urls", None, "Nacos 3 does not read it either"),
        new("nacos.cmdb.*", None, "there is no CMDB"),
        new("nacos.istio.*", None, "there is no Istio front"),
        new("nacos.k8s.*", None, "there is no Kubernetes sync"),
        new("nacos.ai.*", None, "there is no AI registry"),
        new("nacos.extension.*", None, "there is no AI registry"),
        new("nacos.debug", None, Platform),
        new("nacos.ext.plugin.dirs", None, "there are no plugins"),
        new("server.tomcat.*", None, Platform),
        new("server.error.*", None, Platform),
        new("server.*", None, Platform),
        new("management.*", None, Platform),
        new("spring.*", None, Platform),
    ];
}
