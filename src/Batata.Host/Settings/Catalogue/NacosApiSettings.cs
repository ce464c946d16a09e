using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>The HTTP and gRPC fronts of Nacos.</summary>
internal static class NacosApiSettings
{
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
        Switch("nacos.core.namespace.validation.enabled", o => o.Nacos.ValidateNamespaces, (o, v) => o.Nacos.ValidateNamespaces = v,
            "Refuse gRPC requests for configs and services of a namespace that nobody made (22001). Else such a namespace is like any other."),
        Switch("nacos.console.ui.enabled", o => o.Nacos.ConsoleUiEnabled, (o, v) => o.Nacos.ConsoleUiEnabled = v,
            "What the server state tells pages of a console: whether to show themselves."),
        Switch("nacos.prometheus.metrics.enabled", o => o.Nacos.PrometheusEnabled, (o, v) => o.Nacos.PrometheusEnabled = v,
            "Service discovery for Prometheus at /prometheus below the context path."),
        Number("nacos.remote.server.grpc.sdk.keep-alive-time", 1_000, int.MaxValue, o => o.Server.GrpcKeepAliveMs, (o, v) => o.Server.GrpcKeepAliveMs = v,
            "Milliseconds of silence on a gRPC connection before it is pinged."),
        Number("nacos.remote.server.grpc.sdk.keep-alive-timeout", 1_000, int.MaxValue, o => o.Server.GrpcKeepAliveTimeoutMs, (o, v) => o.Server.GrpcKeepAliveTimeoutMs = v,
            "Milliseconds that the answer to such a ping may take before the connection is closed."),
    ]);
}
