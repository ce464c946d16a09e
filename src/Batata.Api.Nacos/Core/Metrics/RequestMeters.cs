using System.Diagnostics.Metrics;
using System.Globalization;
using Batata.Application.Telemetry;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>Requests over HTTP and gRPC by the names of Spring and Nacos, and Batata's own count of them. Protocol source: Micrometer, Nacos 3.1 <c>GrpcServerMetrics</c>.</summary>
internal sealed class RequestMeters(HttpTimings http, GrpcTimings grpc) : IMeterSource
{
    public void Describe(Meter meter)
    {
        meter.CreateObservableCounter("batata_http_requests", Requests, null, "Total HTTP requests");
        Show(meter, "http_server_requests_seconds", Http, "HTTP requests");
        Show(meter, "grpc_server_requests_seconds", Grpc, "gRPC requests");
    }

    /// <summary>Three gauges, which the page shows as a summary and a largest value.</summary>
    internal static void Show(Meter meter, string name, Func<Func<Timing, double>, IEnumerable<Measurement<double>>> of, string help)
    {
        meter.CreateObservableGauge(name + "_count", () => of(static timing => timing.Count), null, help);
        meter.CreateObservableGauge(name + "_sum", () => of(static timing => timing.SumSeconds), null, help);
        meter.CreateObservableGauge(name + "_max", () => of(static timing => timing.MaxSeconds), null, help + ", the longest of the last two minutes");
    }

    private IEnumerable<Measurement<double>> Requests() => http.All()
        .GroupBy(static one => (one.Call.Method, Path: one.Call.Route is { } route ? one.Call.Context + route.Path : one.Call.Uri))
        .Select(static same => Tags.Of(same.Sum(static one => one.Timing.Count), ("method", same.Key.Method), ("path", same.Key.Path)));

    private IEnumerable<Measurement<double>> Http(Func<Timing, double> read)
    {
        foreach (var same in http.All().GroupBy(static one => (one.Call.Method, one.Call.Uri, one.Call.Status, one.Call.Outcome)))
        {
            var (method, uri, status, outcome) = same.Key;
            yield return Tags.Of(
                same.Sum(one => read(one.Timing)),
                ("error", "none"), ("exception", "none"), ("method", method), ("outcome", outcome), ("status", status.ToString(CultureInfo.InvariantCulture)), ("uri", uri));
        }
    }

    private IEnumerable<Measurement<double>> Grpc(Func<Timing, double> read)
    {
        foreach (var (call, timing) in grpc.All())
        {
            yield return Tags.Of(
                read(timing),
                ("errorCode", call.ErrorCode.ToString(CultureInfo.InvariantCulture)),
                ("module", call.Module),
                ("requestClass", call.RequestClass),
                ("success", call.Success ? "true" : "false"),
                ("throwableClass", "none"));
        }
    }
}
