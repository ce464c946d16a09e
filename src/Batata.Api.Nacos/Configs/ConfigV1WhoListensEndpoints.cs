using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;
using Batata.Domain.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// Who listens, over long polls and gRPC alike. Nacos 3.x always answers an empty map to v1, since it asks itself through an interface that it
/// switched off; these answers are filled. Protocol source: Nacos 3.1 <c>ConfigController</c>, <c>ListenerController</c>.
/// </summary>
internal sealed class ConfigV1WhoListensEndpoints(WhoListens listeners) : INacosEndpoints
{
    private const string DefaultGroup = "DEFAULT_GROUP";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Get(ConfigV1.Configs + "/listener", ByConfigAsync)
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config/listener")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group")
            .Takes("sampleTime", ParameterType.Int);
        v1.Get("/listener", ByIpAsync)
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config/listener/ip")
            .Checked(ParameterChecks.Config)
            .Requires("ip")
            .Takes("all", ParameterType.Bool)
            .Takes("sampleTime", ParameterType.Int);
    }

    private async Task ByConfigAsync(NacosRequest request)
    {
        var key = ConfigKey.Of(request.Text("dataId"), ConfigV1.NotBlank(request["group"]) ?? DefaultGroup, request["tenant"]);
        await AnswerAsync(request, await listeners.ToAsync(key, aggregate: true, request.Aborted));
    }

    private async Task ByIpAsync(NacosRequest request) => await AnswerAsync(
        request, await listeners.AtAsync(request.Text("ip"), request.Bool("all"), request["tenant"], aggregate: true, request.Aborted));

    private static Task AnswerAsync(NacosRequest request, IDictionary<string, string> status) => Answers.JsonAsync(
        request.Http, NacosHeaders.JsonUtf8, new ListenersJson(StatusCodes.Status200OK, status), ConfigV1Json.Default.ListenersJson);
}
