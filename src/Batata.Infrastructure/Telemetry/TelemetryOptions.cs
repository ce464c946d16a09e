namespace Batata.Infrastructure.Telemetry;

/// <summary>Where metrics and traces are sent. Filled by the host from the settings.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Address of a collector; null for none. <c>batata.telemetry.otlp.endpoint</c>.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary><c>grpc</c> or <c>http/protobuf</c>. <c>batata.telemetry.otlp.protocol</c>.</summary>
    public string OtlpProtocol { get; set; } = "grpc";

    /// <summary><c>name=value</c> with commas between, as a collector may want them for authorization. <c>batata.telemetry.otlp.headers</c>.</summary>
    public string? OtlpHeaders { get; set; }

    /// <summary>Seconds between two reports of metrics. <c>batata.telemetry.otlp.interval</c>.</summary>
    public int OtlpIntervalSeconds { get; set; } = 60;

    /// <summary>Requests over HTTP and gRPC are sent as traces, too. <c>batata.telemetry.otlp.traces</c>.</summary>
    public bool OtlpTraces { get; set; } = true;
}
