using System.Diagnostics.Metrics;
using Batata.Api.Nacos.Push;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Application.Telemetry;
using static Batata.Api.Nacos.Core.Metrics.Tags;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>Configs by the names of Nacos' dashboards, and Batata's own count. Protocol source: Nacos 3.1 config <c>MetricsMonitor</c>.</summary>
internal sealed class ConfigMeters(
    ConfigUse use, IServedConfigs served, IEnumerable<IConfigListenerSource> listeners, IClusterNodes nodes, LockMeters locks, Timings timings) : IMeterSource
{
    public void Describe(Meter meter)
    {
        meter.CreateObservableGauge("nacos_config_subscriber", () => listeners.Select(static one => Of(one.Subscribers, ("version", one.Version))), null, "Clients that listen to configs");
        meter.CreateObservableCounter("nacos_exception", Exceptions, null, "Requests that were refused or failed");
        meter.CreateObservableGauge(
            "batata_config_count", () => served.All().GroupBy(static config => config.Key.NamespaceId).Select(static same => Of(same.Count(), ("namespace", same.Key))), null, "Current configuration count");
        meter.CreateObservableGauge("nacos_timer_seconds_count", () => Timers(static all => all.Sum(static one => one.Count)), null, "Operations on configs and locks");
        meter.CreateObservableGauge("nacos_timer_seconds_sum", () => Timers(static all => all.Sum(static one => one.SumSeconds)), null, "Seconds of them together");
        meter.CreateObservableGauge(
            "nacos_timer_seconds_max", () => Timers(static all => all.Select(static one => one.MaxSeconds).DefaultIfEmpty().Max()), null, "Seconds of the longest of the last two minutes");
    }

    /// <summary>For <c>nacos_monitor</c>. Nacos counts since midnight; here it is since the start.</summary>
    public IEnumerable<Measurement<double>> Monitor()
    {
        yield return One("getConfig", Count(use.Reads));
        yield return One("publish", Count(use.Publishes));
        yield return One("fuzzySearch", Count(use.Searches));
        yield return One("longPolling", listeners.OfType<LongPolls>().Sum(static polls => polls.Count));
        yield return One("configCount", served.Count);
        // What is committed and not applied here; other nodes and clients are told without a queue between.
        yield return One("dumpTask", nodes.Self.Log is { } log ? Math.Max(0, log.CommittedIndex - log.AppliedIndex) : 0);
        yield return One("notifyTask", 0);
        yield return One("notifyClientTask", 0);
    }

    private static Measurement<double> One(string name, double value) => Of(value, ("module", "config"), ("name", name));

    private static long Count(IEnumerable<Timing> timings) => timings.Sum(static one => one.Count);

    /// <summary>Of locks, too: a family has one instrument.</summary>
    private IEnumerable<Measurement<double>> Timers(Func<IEnumerable<Timing>, double> sum)
    {
        yield return One("readConfigRt", sum(use.Reads));
        yield return One("writeConfigRt", sum(use.Writes));
        yield return One("dumpRt", sum([timings.ConfigServed]));
        yield return Of(sum(locks.Handled), ("module", "lock"), ("name", "lockHandlerRt"));
    }

    private IEnumerable<Measurement<double>> Exceptions()
    {
        yield return One("illegalArgument", use.Refused(400, 401));
        yield return One("unhealth", use.Refused(503, 504));
        yield return One("nacos", use.Refused(500, 503));
    }
}
