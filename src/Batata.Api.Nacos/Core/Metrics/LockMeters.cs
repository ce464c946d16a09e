using System.Diagnostics.Metrics;
using Batata.Api.Nacos.Locks;
using Batata.Application.Locks;
using Batata.Application.Telemetry;
using static Batata.Api.Nacos.Core.Metrics.Tags;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>Locks by the names of Nacos, for the families that all modules share. Protocol source: Nacos 3.1 <c>LockMetricsMonitor</c>.</summary>
internal sealed class LockMeters(LockCounters counters, ILockLeases leases, GrpcTimings grpc)
{
    public IEnumerable<Timing> Handled => grpc.All().Where(static one => one.Call.RequestClass == "LockOperationRequest").Select(static one => one.Timing);

    /// <summary>For <c>nacos_monitor</c>. Nacos counts since midnight; here it is since the start.</summary>
    public IEnumerable<Measurement<double>> Monitor()
    {
        yield return One("grpcLockTotal", counters.Acquires);
        yield return One("grpcLockSuccess", counters.AcquiresAnswered);
        yield return One("grpcUnLockTotal", counters.Releases);
        yield return One("grpcUnLockSuccess", counters.ReleasesAnswered);
        yield return One("aliveLockCount", leases.Count);
    }

    private static Measurement<double> One(string name, double value) => Of(value, ("module", "lock"), ("name", name));
}
