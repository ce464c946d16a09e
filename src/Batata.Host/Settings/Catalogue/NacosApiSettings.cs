using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>The HTTP and gRPC fronts of Nacos.</summary>
internal static class NacosApiSettings
{
    private const int MiB = 1024 * 1024;

    public static SettingGroup Group => new("Nacos API",
    [
        Switch("nacos.core.api.compatibility.client.enabled", o => o.Nacos.CompatibilityClient, (o, v) => o.Nacos.CompatibilityClient = v,
            "Client paths of API v1 and v2; what is off answers 410."),
        Switch("nacos.core.api.compatibility.console.enabled", o => o.Nacos.CompatibilityConsole, (o, v) => o.Nacos.CompatibilityConsole = v,
            "Console paths of API v1 and v2. (Nacos 3: false.)"),
        Switch("nacos.core.api.compatibility.admin.enabled", o => o.Nacos.CompatibilityAdmin, (o, v) => o.Nacos.CompatibilityAdmin = v,
            "Operator paths of API v1 and v2. (Nacos 3: false.)"),
        Switch("nacos.core.param.check.enabled", o => o.Nacos.ParamCheck, (o, v) => o.Nacos.ParamCheck = v,
            "Refuse illegal names and addresses before a request is handled."),
        Switch("nacos.console.ui.enabled", o => o.Nacos.ConsoleUiEnabled, (o, v) => o.Nacos.ConsoleUiEnabled = v,
            "What the server state tells pages of a console: whether to show themselves."),
        Switch("nacos.prometheus.metrics.enabled", o => o.Nacos.PrometheusEnabled, (o, v) => o.Nacos.PrometheusEnabled = v,
            "Service discovery for Prometheus at /prometheus below the context path."),
        Size("server.tomcat.max-http-form-post-size", 64 * 1024, 1024L * MiB, o => o.Nacos.MaxFormBytes, (o, v) => o.Nacos.MaxFormBytes = (int)v,
            "Largest form body.") with { Aliases = ["server.tomcat.max-http-post-size"] },
        Size("spring.servlet.multipart.max-file-size", MiB, 1024L * MiB, o => o.Nacos.MaxUploadBytes, (o, v) => o.Nacos.MaxUploadBytes = v,
            "Largest file of an import. It is held in memory while it is read. (Nacos: 1MB.)") with { Aliases = ["spring.servlet.multipart.max-request-size", "spring.http.multipart.max-file-size"] },
        Size("batata.config.import.max-size", MiB, 4096L * MiB, o => o.Nacos.MaxImportBytes, (o, v) => o.Nacos.MaxImportBytes = v,
            "What all configs of an import may unpack to."),
        Number("batata.config.import.max-entries", 1, 10_000_000, o => o.Nacos.MaxImportEntries, (o, v) => o.Nacos.MaxImportEntries = v,
            "Files in the archive of an import."),
        Size("server.max-http-request-header-size", 8 * 1024, 16 * MiB, o => o.Server.MaxHeaderBytes, (o, v) => o.Server.MaxHeaderBytes = (int)v,
            "Largest request line, and largest sum of headers.") with { Aliases = ["server.max-http-header-size"] },
        Size("nacos.remote.server.grpc.sdk.max-inbound-message-size", 64 * 1024, 1024L * MiB, o => o.Nacos.MaxGrpcMessageBytes, (o, v) => o.Nacos.MaxGrpcMessageBytes = (int)v,
            "Largest gRPC message of a client.") with { Aliases = ["nacos.remote.server.grpc.maxinbound.message.size"] },
        Number("batata.grpc.max-connections", 0, int.MaxValue, o => o.Nacos.MaxGrpcConnections, (o, v) => o.Nacos.MaxGrpcConnections = v,
            "gRPC connections that are taken at a time; 0 for no limit."),
        Number("nacos.remote.server.grpc.sdk.keep-alive-time", 1_000, int.MaxValue, o => o.Server.GrpcKeepAliveMs, (o, v) => o.Server.GrpcKeepAliveMs = v,
            "Milliseconds of silence on a gRPC connection before it is pinged."),
        Number("nacos.remote.server.grpc.sdk.keep-alive-timeout", 1_000, int.MaxValue, o => o.Server.GrpcKeepAliveTimeoutMs, (o, v) => o.Server.GrpcKeepAliveTimeoutMs = v,
            "Milliseconds that the answer to such a ping may take before the connection is closed."),
    ]);
}
