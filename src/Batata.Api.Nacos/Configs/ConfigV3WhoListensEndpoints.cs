using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// The admin and console queries of 3.x for who listens, over all nodes unless <c>aggregation</c> is false.
/// Protocol source: Nacos 3.1 <c>ConfigControllerV3.getListeners</c>, <c>ListenerControllerV3</c>.
/// </summary>
internal sealed class ConfigV3WhoListensEndpoints(WhoListens listeners) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var (admin, console) = (nacos.ConfigAdmin(), nacos.ConfigConsole());
        admin.Get("/config/listener", ByConfigAsync)
            .OfOneConfig(NacosPermission.WriteConfig) // Nacos 3.x asks for write here
            .Takes("aggregation", ParameterType.Bool);
        console.Get("/config/listener", ByConfigAsync)
            .OfOneConfig(NacosPermission.ReadConfig)
            .Takes("aggregation", ParameterType.Bool);
        OfOneAddress(admin.Get("/listener", ByIpAsync), NacosPermission.ReadConfig);
        OfOneAddress(console.Get("/config/listener/ip", ByIpAsync), NacosPermission.Read("/v1/cs/listener"));
    }

    private static void OfOneAddress(NacosRoute route, NacosPermission permission) => route
        .RequireNacosPermission(permission)
        .Checked(ParameterChecks.Config)
        .Requires("ip")
        .Takes("all", ParameterType.Bool)
        .Takes("aggregation", ParameterType.Bool);

    private async Task ByConfigAsync(NacosRequest request) => await AnswerAsync(
        request, "config", await listeners.ToAsync(ConfigFields.V3.Key(request), Aggregate(request), request.Aborted));

    private async Task ByIpAsync(NacosRequest request) => await AnswerAsync(
        request, "ip", await listeners.AtAsync(request.Text("ip"), request.Bool("all"), request["namespaceId"], Aggregate(request), request.Aborted));

    private static bool Aggregate(NacosRequest request) => request.Bool("aggregation", otherwise: true);

    private static Task AnswerAsync(NacosRequest request, string queryType, IDictionary<string, string> status) =>
        Answers.SuccessAsync(request.Http, new ConfigListenersJson(queryType, status), ConfigV3Json.Default.ConfigListenersJson);
}
