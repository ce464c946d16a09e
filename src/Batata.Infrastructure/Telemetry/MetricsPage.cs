using System.Text;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Batata.Infrastructure.Telemetry;

/// <summary>
/// What OpenTelemetry's exporter for Prometheus writes, in the form that scrapers of Nacos know (<see cref="MetricText"/>). The exporter is made at the first
/// scrape: it takes a sixth of a second, which the start of a node does not pay.
/// </summary>
internal sealed class MetricsPage(BatataMeter meter, IServiceProvider services) : IMetricsPage, IDisposable
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";
    private const string Text = "text/plain; version=0.0.4";
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private MeterProvider? _provider;
    private RequestDelegate? _scrape;

    public async Task<string> ReadAsync(bool openMetrics, CancellationToken cancellationToken)
    {
        var http = new DefaultHttpContext { RequestServices = services, RequestAborted = cancellationToken };
        using var body = new MemoryStream();
        http.Request.Method = HttpMethods.Get;
        http.Request.Path = "/metrics";
        http.Request.Headers.Accept = openMetrics ? OpenMetrics : Text;
        http.Response.Body = body;
        await Scraper()(http);
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
        if (http.Response.StatusCode != StatusCodes.Status200OK) throw new InvalidOperationException($"The exporter answered {http.Response.StatusCode}.");
        return MetricText.Rewrite(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length), openMetrics);
    }

    public void Dispose() => _provider?.Dispose();

    private RequestDelegate Scraper()
    {
        lock (_gate)
        {
            if (_scrape is not null) return _scrape;
            meter.Describe();
            _provider = Sdk.CreateMeterProviderBuilder()
                .AddMeter(BatataMeter.AllNames, BatataMeter.Runtime)
                .AddPrometheusExporter(static exporter =>
                {
                    exporter.ScrapeResponseCacheDurationMilliseconds = 0; // who asks sees what was counted until now
                    exporter.ScopeInfoEnabled = false;
                    exporter.TargetInfoEnabled = false;
                    exporter.MaxScrapeResponseSizeBytes = MaxBytes;
                })
                .Build();
            return _scrape = new ApplicationBuilder(services).UseOpenTelemetryPrometheusScrapingEndpoint(_provider, static _ => true, null, null, null).Build();
        }
    }
}
