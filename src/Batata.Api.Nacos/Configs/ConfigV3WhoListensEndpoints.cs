using System.Text.Json.Serialization;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// The admin queries of 3.x for who listens. There is one node, so <c>aggregation</c> has nothing to add yet.
/// Protocol source: Nacos 3.1 <c>ConfigControllerV3.getListeners</c>, <c>ListenerControllerV3</c>.
/// </summary>
internal sealed class ConfigV3WhoListensEndpoints(WhoListens listeners) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.Group("/v3/admin/cs", ResultErrors.Instance);
        admin.Get("/config/listener", ByConfigAsync)
            .RequireNacosPermission(NacosPermission.WriteConfig) // Nacos 3.x asks for write here
            .Checked(ParameterChecks.Config)
            .RequiresFields("groupName", "dataId")
            .Takes("aggregation", ParameterType.Bool);
        admin.Get("/listener", ByIpAsync)
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Checked(ParameterChecks.Config)
            .Requires("ip")
            .Takes("all", ParameterType.Bool)
            .Takes("aggregation", ParameterType.Bool);
    }

    private Task ByConfigAsync(NacosRequest request) => AnswerAsync(
        request, "config", listeners.To(ConfigKey.Of(request.Text("dataId"), request.Text("groupName"), request["namespaceId"])));

    private Task ByIpAsync(NacosRequest request) =>
        AnswerAsync(request, "ip", listeners.At(request.Text("ip"), request.Bool("all"), request["namespaceId"]));

    private static Task AnswerAsync(NacosRequest request, string queryType, IDictionary<string, string> status) =>
        Answers.SuccessAsync(request.Http, new ConfigListenersJson(queryType, status), ConfigV3Json.Default.ConfigListenersJson);
}

internal sealed record ConfigListenersJson(string QueryType, IDictionary<string, string> ListenersStatus);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConfigListenersJson))]
internal sealed partial class ConfigV3Json : JsonSerializerContext;
