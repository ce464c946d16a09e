using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;

namespace Batata.Api.Nacos.Naming;

/// <summary>Switches, metrics and log levels of naming. Protocol source: Nacos 3.1 <c>OperatorControllerV3</c>.</summary>
internal sealed class OpsV3Endpoints(SwitchCalls switches, NamingMetrics metrics, NacosLogLevels levels) : INacosEndpoints
{
    private const string Resource = "/v3/admin/ns/ops";

    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.Group(Resource, ResultErrors.Instance);
        admin.Get("/switches", switches.ShowAsync).RequireNacosPermission(NacosPermission.Read(Resource));
        SwitchCalls.Declare(admin.Put("/switches", switches.SetAsync)).RequireNacosPermission(NacosPermission.Write(Resource));
        admin.Get("/metrics", MetricsAsync)
            .RequireNacosPermission(NacosPermission.Read(Resource))
            .Takes("onlyStatus", ParameterType.Bool);
        admin.Put("/log", SetLogLevelAsync).RequireNacosPermission(NacosPermission.Write(Resource)).Requires("logName", "logLevel");
    }

    private Task MetricsAsync(NacosRequest request) => Answers.SuccessAsync(
        request.Http, (metrics, onlyStatus: request.Bool("onlyStatus", otherwise: true)), static (json, x) => x.metrics.Write(json, x.onlyStatus, withMachine: false));

    private Task SetLogLevelAsync(NacosRequest request)
    {
        levels.Set(request.Text("logName"), request.Text("logLevel"));
        return Answers.SuccessAsync(request.Http, "ok", BasicJson.Default.String);
    }
}
