using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Beta versions as the 2.x console sees them. Failures are told in a 200. Protocol source: Nacos 3.1 <c>ConfigController</c>.</summary>
internal sealed class ConfigV1BetaEndpoints(IConfigQueries queries, IMediator mediator) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Get(ConfigV1.Configs, QueryAsync).When("beta", "true")
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config/beta")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
        v1.Delete(ConfigV1.Configs, StopAsync).When("beta", "true")
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Console, "DELETE ${contextPath:nacos}/v3/console/cs/config/beta")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
    }

    private async Task QueryAsync(NacosRequest request)
    {
        var key = request.Key();
        var beta = await queries.FindGrayAsync(key, BetaRule.TypeName, request.Aborted);
        await Answers.RestResultAsync(
            request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status200OK, "query beta ok", beta is null ? null : ConfigInfoBetaJson.Of(key, beta),
            ConfigV1Json.Default.ConfigInfoBetaJson);
    }

    private async Task StopAsync(NacosRequest request)
    {
        var removed = await mediator.Send(new RemoveGrayConfig(request.Key(), BetaRule.TypeName, request.Author("srcUser")), request.Aborted);
        var (code, message) = removed.Ok ? (StatusCodes.Status200OK, "stop beta ok") : (StatusCodes.Status500InternalServerError, "remove beta data error");
        await Answers.RestResultAsync(request.Http, NacosHeaders.JsonUtf8, code, message, removed.Ok, BasicJson.Default.Boolean);
    }
}
