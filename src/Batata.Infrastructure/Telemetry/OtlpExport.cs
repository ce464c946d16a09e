using Batata.Application.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Batata.Infrastructure.Telemetry;

/// <summary>Sends metrics, and requests as traces, to a collector when one is set. Begins behind the start of the node.</summary>
internal sealed partial class OtlpExport(BatataMeter meter, IMembers members, IOptions<TelemetryOptions> options, ILogger<OtlpExport> logger) : IHostedLifecycleService
{
    private const string Service = "batata";

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartedAsync(CancellationToken cancellationToken) =>
        options.Value.OtlpEndpoint is { } endpoint ? Task.Run(() => Begin(endpoint), cancellationToken) : Task.CompletedTask;

    /// <summary>What was counted last is still sent.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _traces?.Dispose();
            _metrics?.Dispose();
        },
        cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Begin(Uri endpoint)
    {
        meter.Describe();
        var resource = ResourceBuilder.CreateDefault().AddService(Service, serviceInstanceId: members.Current.Self.Address);
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(BatataMeter.AllNames, BatataMeter.Runtime)
            .AddOtlpExporter((exporter, reader) =>
            {
                Set(exporter, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.Value.OtlpIntervalSeconds * 1000;
            })
            .Build();
        if (options.Value.OtlpTraces)
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddAspNetCoreInstrumentation().AddOtlpExporter(exporter => Set(exporter, endpoint, "v1/traces")).Build();
        LogBegun(endpoint, options.Value.OtlpProtocol);
    }

    private void Set(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        var overHttp = options.Value.OtlpProtocol != "grpc";
        exporter.Protocol = overHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = overHttp ? new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path) : endpoint; // gRPC finds its path itself
        exporter.Headers = options.Value.OtlpHeaders;
    }

    [LoggerMessage(EventId = 1295, Level = LogLevel.Information, Message = "Metrics and traces go to {Endpoint} over {Protocol}")]
    private partial void LogBegun(Uri endpoint, string protocol);
}
