using Batata.Api.Nacos.Http;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>What Nacos counts inside its config module, told from the answered requests. Protocol source: Nacos 3.1 config <c>MetricsMonitor</c>.</summary>
internal sealed class ConfigUse(HttpTimings http, GrpcTimings grpc)
{
    private static readonly string[] Contents = ["/v1/cs/configs", "/v2/cs/config", "/v3/client/cs/config", "/v3/admin/cs/config", "/v3/console/cs/config"];

    public IEnumerable<Timing> Reads => Http(static call => call.Method == HttpMethods.Get && IsContent(call.Route)).Concat(Grpc("ConfigQueryRequest"));

    public IEnumerable<Timing> Writes => Http(static call => (call.Method == HttpMethods.Post || call.Method == HttpMethods.Delete) && IsContent(call.Route))
        .Concat(Grpc("ConfigPublishRequest")).Concat(Grpc("ConfigRemoveRequest"));

    public IEnumerable<Timing> Publishes => Http(static call => call.Method == HttpMethods.Post && call.Status == StatusCodes.Status200OK && IsContent(call.Route))
        .Concat(Grpc("ConfigPublishRequest", success: true));

    /// <summary>Of all searches only this form of v1.</summary>
    public IEnumerable<Timing> Searches => Http(static call => call.Route is { Path: "/v1/cs/configs", Selector: { Name: "search", Value: "blur" } });

    /// <summary>Answers of the config module that say the caller was wrong, or that the server was.</summary>
    public long Refused(int fromStatus, int toStatus) =>
        Http(call => call.Status >= fromStatus && call.Status < toStatus && call.Route is { } route && route.Path.Contains("/cs/", StringComparison.Ordinal)).Sum(static timing => timing.Count);

    private static bool IsContent(NacosRoute? route) => route is { Selector: null } && Contents.Contains(route.Path);

    private IEnumerable<Timing> Http(Func<HttpCall, bool> which) => http.All().Where(one => which(one.Call)).Select(static one => one.Timing);

    private IEnumerable<Timing> Grpc(string requestClass, bool? success = null) =>
        grpc.All().Where(one => one.Call.RequestClass == requestClass && (success is null || one.Call.Success == success)).Select(static one => one.Timing);
}
