using System.Collections.Concurrent;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Telemetry;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>One kind of answered call.</summary>
internal readonly record struct GrpcCall(string RequestClass, string Module, bool Success, int ErrorCode);

/// <summary>Counts and times unary calls of SDKs, without allocation. Protocol source: Nacos 3.1 <c>GrpcServerMetrics</c>.</summary>
internal sealed class GrpcTimings(TimeProvider time)
{
    private readonly ConcurrentDictionary<GrpcCall, Timing> _timings = new();

    public long Begin() => time.GetTimestamp();

    public void Record(long begun, GrpcHandler handler, SdkResponse response)
    {
        var call = new GrpcCall(handler.RequestType, ModuleOf(handler), response.ResultCode == SdkResponse.Succeeded, response.ErrorCode);
        _timings.GetOrAdd(call, static (_, clock) => new Timing(clock), time).Record(begun);
    }

    /// <summary>A moment's view.</summary>
    public IEnumerable<(GrpcCall Call, Timing Timing)> All()
    {
        foreach (var (call, timing) in _timings) yield return (call, timing);
    }

    private static string ModuleOf(GrpcHandler handler) => handler.Permission.Subject switch
    {
        PermissionSubject.Config => "config",
        PermissionSubject.Naming => "naming",
        _ => handler.RequestType.StartsWith("Lock", StringComparison.Ordinal) ? "lock" : "internal",
    };
}
