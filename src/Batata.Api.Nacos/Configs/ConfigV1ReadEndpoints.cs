using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>The client's read, <c>GET /v1/cs/configs</c>. Most of them never come here (<see cref="ConfigFastRead"/>). Protocol source: Nacos 3.1 <c>ConfigController</c>.</summary>
internal sealed class ConfigV1ReadEndpoints(IServedConfigs served) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance)
        .Get(ConfigV1.Configs, GetAsync)
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Compatibility(ApiClass.Client, "GET ${contextPath:nacos}/v3/client/cs/config")
        .Checked(ParameterChecks.Config)
        .Requires("dataId", "group");

    private Task GetAsync(NacosRequest request)
    {
        // Nacos 3.x: the query chain looks at namespaceId first, even when it is empty.
        var key = ConfigKey.Of(request.Text("dataId"), request.Text("group"), request.Has("namespaceId") ? request["namespaceId"] : request["tenant"]);
        var tag = request["tag"];
        return (ConfigRules.KeyProblem(key) ?? ConfigV1.TagProblem(tag)) is { } problem
            ? ConfigV1Errors.CausedAsync(request.Http, problem)
            : ConfigAnswer.WriteAsync(request.Http, served, key, tag);
    }
}
