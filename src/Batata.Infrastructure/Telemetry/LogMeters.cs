using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Telemetry;

/// <summary>The log by the names that Nacos has for it. Protocol source: Nacos 3.1 core <c>MetricsMonitor</c>.</summary>
internal sealed class LogMeters(Timings timings) : IMeterSource
{
    private const string Name = "nacos_monitor_summary";

    public void Describe(Meter meter)
    {
        (string Name, Timing Timing)[] timers = [("raft_apply_log_timer", timings.LogApplied), ("raft_apply_read_timer", timings.BarrierPassed)];
        (string Name, Timing Timing)[] counts = [("raft_read_index_failed", timings.BarrierFailed), ("raft_read_from_leader", timings.LeaderAsked)];
        Show(meter, "_seconds_count", timers, static timing => timing.Count, "Batches of the log applied here, and reads that waited for it");
        Show(meter, "_seconds_sum", timers, static timing => timing.SumSeconds, "Seconds of them together");
        Show(meter, "_seconds_max", timers, static timing => timing.MaxSeconds, "Seconds of the longest of the last two minutes");
        Show(meter, "_count", counts, static timing => timing.Count, "Reads that found no leader, and reads that asked another node which leads");
        Show(meter, "_sum", counts, static timing => timing.Count, "The same");
        Show(meter, "_max", counts, static timing => timing.Count > 0 ? 1 : 0, "1 when there was one");
    }

    private static void Show(Meter meter, string suffix, (string Name, Timing Timing)[] of, Func<Timing, double> read, string help) => meter.CreateObservableGauge(
        Name + suffix, () => of.Select(one => new Measurement<double>(read(one.Timing), new("module", "core"), new KeyValuePair<string, object?>("name", one.Name))), null, help);
}
