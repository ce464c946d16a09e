namespace Batata.Application.Telemetry;

/// <summary>
/// The metrics of this node, summed up in intervals of ten seconds, as Consul shows them. Begins when it is asked for the first time, and ends when nobody
/// asks any more. Protocol source: go-metrics <c>inmem_endpoint.go</c>.
/// </summary>
public interface IMetricIntervals
{
    /// <summary>The last one that is complete; before there is one, what was counted until now.</summary>
    MetricInterval Latest();

    /// <summary>Waits for the end of the present one.</summary>
    Task<MetricInterval> NextAsync(CancellationToken cancellationToken);
}

public sealed record MetricInterval(
    DateTimeOffset StartedAt, IReadOnlyList<MetricGauge> Gauges, IReadOnlyList<MetricSummary> Counters, IReadOnlyList<MetricSummary> Samples);

public sealed record MetricGauge(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value);

/// <param name="Rate">A second.</param>
public sealed record MetricSummary(
    string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, long Count, double Rate, double Sum, double Min, double Max, double Mean, double Deviation);
