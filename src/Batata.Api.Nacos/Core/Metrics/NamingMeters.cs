using System.Diagnostics.Metrics;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Push.Naming;
using Batata.Application.Cluster;
using Batata.Application.Naming;
using Batata.Application.Telemetry;
using static Batata.Api.Nacos.Core.Metrics.Tags;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>
/// Services and connections by the names of Nacos' dashboards, <c>nacos_monitor</c> of all modules, and Batata's own count. Protocol source: Nacos 3.1 naming and
/// core <c>MetricsMonitor</c>.
/// </summary>
internal sealed class NamingMeters(
    ConfigMeters configs,
    LockMeters locks,
    INamingQueries queries,
    PushCounters pushes,
    IPushSchedule schedule,
    ClientConnections connections,
    ILeaderLease lease,
    Timings timings)
    : IMeterSource
{
    private const double NoPush = -1;

    public void Describe(Meter meter)
    {
        meter.CreateObservableGauge("nacos_monitor", () => configs.Monitor().Concat(locks.Monitor()).Concat(Connections()).Concat(Monitor()), null, "What Nacos watches of itself");
        meter.CreateObservableGauge("nacos_naming_subscriber", Subscribers, null, "Subscriptions to services");
        meter.CreateObservableGauge("nacos_naming_publisher", Publishers, null, "Clients that registered instances");
        meter.CreateObservableGauge(
            "batata_service_count", () => queries.Services(null).GroupBy(static key => key.NamespaceId).Select(static same => Of(same.Count(), ("namespace", same.Key))), null, "Current service count");
        meter.CreateObservableGauge("grpc_server_executor", Executors, null, "The pool of threads, which all fronts share");
    }

    private IEnumerable<Measurement<double>> Monitor()
    {
        var (counts, totals, backlog) = (queries.Count(), pushes.Totals, schedule.Backlog);
        yield return One("serviceCount", counts.Services);
        yield return One("ipCount", counts.Instances);
        yield return One("subscriberCount", counts.Subscriptions);
        yield return One("leaderStatus", lease.TryHold(out _) ? 1 : 0);
        yield return One("totalPush", totals.Sent);
        yield return One("failedPush", totals.Failed);
        yield return One("emptyPush", totals.Empty);
        yield return One("maxPushCost", totals.Accepted == 0 ? NoPush : totals.MaxCostMs);
        yield return One("avgPushCost", totals.Accepted == 0 ? NoPush : totals.AverageCostMs);
        yield return One("totalPushCountForAvg", totals.Accepted);
        yield return One("totalPushCostForAvg", totals.CostMs);
        yield return One("pushPendingTaskCount", Math.Max(0, totals.Sent - totals.Accepted - totals.Failed));
        // Nacos queues the two kinds of events before it delays the pushes; here both wait for their window in one place, and are counted apart.
        yield return One("serviceChangedEventQueueSize", backlog.ChangedServices);
        yield return One("serviceSubscribedEventQueueSize", backlog.Subscriptions);
        yield return One("tcpHealthCheck", timings.TcpChecked.Count);
        yield return One("httpHealthCheck", timings.HttpChecked.Count);
        yield return One("mysqlHealthCheck", timings.MySqlChecked.Count);
    }

    private IEnumerable<Measurement<double>> Connections()
    {
        yield return Of(connections.RegisteredCount, ("module", "core"), ("name", "longConnection"));
        var modules = connections.All().Where(static one => one.IsRegistered).GroupBy(static one => one.Info!.Module).Where(static same => same.Key is "config" or "naming" or "lock" or "ai");
        foreach (var same in modules) yield return Of(same.Count(), ("module", same.Key!), ("name", "longConnection"));
    }

    private IEnumerable<Measurement<double>> Subscribers()
    {
        var all = queries.Count().Subscriptions;
        var overUdp = queries.Services(null).Select(static key => key.NamespaceId).Distinct().Sum(name => queries.SubscribersLike(name, "", "").Count(static one => one.Subscriber.Port > 0));
        yield return Of(overUdp, ("version", "v1"));
        yield return Of(Math.Max(0, all - overUdp), ("version", "v2"));
    }

    private IEnumerable<Measurement<double>> Publishers()
    {
        var counts = queries.Count();
        yield return Of(counts.EphemeralAddresses + counts.PersistentAddresses, ("version", "v1"));
        yield return Of(counts.Connections, ("version", "v2"));
    }

    private static IEnumerable<Measurement<double>> Executors()
    {
        ThreadPool.GetMinThreads(out var min, out _);
        ThreadPool.GetMaxThreads(out var max, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        var (done, waiting) = (ThreadPool.CompletedWorkItemCount, ThreadPool.PendingWorkItemCount);
        (string Name, double Value)[] values =
        [
            ("activeCount", max - available), ("poolSize", ThreadPool.ThreadCount), ("corePoolSize", min), ("maximumPoolSize", max),
            ("inQueueTaskCount", waiting), ("taskCount", done + waiting), ("completedTaskCount", done),
        ];
        foreach (var type in (string[])["grpcSdkServer", "grpcClusterServer"])
        {
            foreach (var (name, value) in values) yield return Of(value, ("module", "core"), ("name", name), ("type", type));
        }
    }

    private static Measurement<double> One(string name, double value) => Of(value, ("module", "naming"), ("name", name));
}
