using System.Diagnostics.Metrics;

namespace Batata.Application.Telemetry;

/// <summary>Has numbers that are shown as metrics. Asked once, when somebody wants metrics for the first time: until then they cost nothing.</summary>
public interface IMeterSource
{
    /// <summary>Creates instruments that read when they are asked.</summary>
    void Describe(Meter meter);
}

/// <summary>The metrics of this node, as Prometheus reads them.</summary>
public interface IMetricsPage
{
    /// <param name="openMetrics">False for the text format 0.0.4.</param>
    Task<string> ReadAsync(bool openMetrics, CancellationToken cancellationToken);
}
