using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>One config with all that is known of it. Protocol source: Nacos 3.1 <c>ConfigControllerV3</c>, <c>ConsoleConfigController</c>.</summary>
internal sealed class ConfigV3ReadEndpoints(IConfigQueries queries) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        nacos.ConfigAdmin().Get("/config", GetAsync).OfOneConfig(NacosPermission.ReadConfig);
        nacos.ConfigConsole().Get("/config", ShowAsync).OfOneConfig(NacosPermission.ReadConfig);
    }

    private async Task GetAsync(NacosRequest request)
    {
        if (await FindAsync(request) is { } detail) await Answers.SuccessAsync(request.Http, detail, ConfigV3Json.Default.ConfigDetailInfoJson);
        else
        {
            await request.Errors.RefusedAsync(
                request.Http, new Failure(FailureKind.NotFound, ConfigFailures.NotFoundCode, "Config not exist, please publish Config first."));
        }
    }

    /// <summary>The console gets nothing instead of a refusal.</summary>
    private async Task ShowAsync(NacosRequest request) =>
        await Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 0, "success", await FindAsync(request), ConfigV3Json.Default.ConfigDetailInfoJson);

    private async Task<ConfigDetailInfoJson?> FindAsync(NacosRequest request) =>
        await queries.FindAsync(ConfigFields.V3.Key(request), request.Aborted) is { } detail ? ConfigDetailInfoJson.Of(detail) : null;
}
