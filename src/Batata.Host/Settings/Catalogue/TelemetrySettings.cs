using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Metrics that are asked for, and metrics and traces that are sent.</summary>
internal static class TelemetrySettings
{
    private const string Protocols = "grpc or http/protobuf";

    public static SettingGroup Group => new("Metrics and traces",
    [
        Text("management.endpoints.web.exposure.include", "names with commas between, or *", o => o.Nacos.ActuatorInclude, (o, v) => (o.Nacos.ActuatorInclude = v) is not null,
            "What is served below /actuator on the main port (behind the context path) and the console: health, info, metrics, prometheus; the rest is 404. Nobody has to log in for it. (Spring: health.)"),
        Text("management.endpoints.web.exposure.exclude", "names with commas between, or *", o => o.Nacos.ActuatorExclude, (o, v) => (o.Nacos.ActuatorExclude = v) is not null,
            "What is not served of it all the same.") with { DefaultText = "nothing", Example = "metrics" },
        Text("batata.telemetry.otlp.endpoint", "an http or https address", o => o.Telemetry.OtlpEndpoint?.ToString(), SetEndpoint,
            "Collector that metrics and traces are sent to.") with { DefaultText = "none: nothing is sent", Example = "http://127.0.0.1:4317" },
        Text("batata.telemetry.otlp.protocol", Protocols, o => o.Telemetry.OtlpProtocol, SetProtocol,
            "How: grpc, or http/protobuf to v1/metrics and v1/traces below that address."),
        Text("batata.telemetry.otlp.headers", "name=value with commas between", static _ => null, (o, v) => (o.Telemetry.OtlpHeaders = v) is not null,
            "Headers that the collector wants.") with { Secret = true, DefaultText = "none", Example = "authorization=Bearer of-the-collector" },
        Number("batata.telemetry.otlp.interval", 1, 3600, o => o.Telemetry.OtlpIntervalSeconds, (o, v) => o.Telemetry.OtlpIntervalSeconds = v,
            "Seconds between two reports of metrics."),
        Switch("batata.telemetry.otlp.traces", o => o.Telemetry.OtlpTraces, (o, v) => o.Telemetry.OtlpTraces = v,
            "Whether requests over HTTP and gRPC are sent as traces, too."),
    ]);

    private static bool SetEndpoint(BatataOptions options, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps)) return false;
        options.Telemetry.OtlpEndpoint = endpoint;
        return true;
    }

    private static bool SetProtocol(BatataOptions options, string text)
    {
        if (text is not ("grpc" or "http/protobuf")) return false;
        options.Telemetry.OtlpProtocol = text;
        return true;
    }
}
