using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Params;

namespace Batata.Api.Nacos.Naming;

/// <summary>Switches and metrics over v2, under two names. Protocol source: Nacos 3.1 <c>OperatorControllerV2</c>.</summary>
internal sealed class OperatorV2Endpoints(SwitchCalls switches, NamingMetrics metrics) : INacosEndpoints
{
    private const string Replacement = " ${contextPath:nacos}/v3/admin/ns/ops";

    public void Map(NacosRouteBuilder nacos)
    {
        foreach (var name in new[] { "/operator", "/ops" })
        {
            var v2 = nacos.Group("/v2/ns" + name, ResultErrors.Instance);
            v2.Get("/switches", switches.ShowAsync)
                .RequireNacosPermission(OpenAccess.ServerFigures)
                .Compatibility(ApiClass.Admin, "GET" + Replacement + "/switches");
            SwitchCalls.Declare(v2.Put("/switches", switches.SetAsync))
                .RequireNacosPermission(NacosPermission.Write("naming/switches"))
                .Compatibility(ApiClass.Admin, "PUT" + Replacement + "/switches");
            v2.Get("/metrics", MetricsAsync)
                .RequireNacosPermission(OpenAccess.ServerFigures)
                .Compatibility(ApiClass.Admin, "GET" + Replacement + "/metrics")
                .Takes("onlyStatus", ParameterType.Bool);
        }
    }

    private Task MetricsAsync(NacosRequest request) => Answers.SuccessAsync(
        request.Http, (metrics, onlyStatus: request.Bool("onlyStatus", otherwise: true)), static (json, x) => x.metrics.Write(json, x.onlyStatus));
}
