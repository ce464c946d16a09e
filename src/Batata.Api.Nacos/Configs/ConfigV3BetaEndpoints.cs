using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// The beta version of v3: what it is, and its end. Starting one is a publish with the header <c>betaIps</c>, promoting it a publish without.
/// Protocol source: Nacos 3.1 <c>ConfigControllerV3</c>, <c>ConsoleConfigController</c>.
/// </summary>
internal sealed class ConfigV3BetaEndpoints(IConfigQueries queries, ConfigWrites writes) : INacosEndpoints
{
    private const int ServerError = 30000;

    public void Map(NacosRouteBuilder nacos)
    {
        var (admin, console) = (nacos.ConfigAdmin(), nacos.ConfigConsole());
        admin.Get("/config/beta", QueryAsync).OfOneConfig(NacosPermission.ReadConfig);
        console.Get("/config/beta", ShowAsync).OfOneConfig(NacosPermission.ReadConfig);
        admin.Delete("/config/beta", request => StopAsync(request, ServerError, "remove beta data error")).OfOneConfig(NacosPermission.WriteConfig);
        console.Delete("/config/beta", request => StopAsync(request, StatusCodes.Status500InternalServerError, "Internal Server Error"))
            .OfOneConfig(NacosPermission.WriteConfig);
    }

    private async Task QueryAsync(NacosRequest request)
    {
        if (await FindAsync(request) is { } beta) await Answers.SuccessAsync(request.Http, beta, ConfigV3Json.Default.ConfigGrayInfoJson);
        else await request.Errors.RefusedAsync(request.Http, new Failure(FailureKind.NotFound, ConfigFailures.GrayNotFoundCode, "Config is not in beta."));
    }

    /// <summary>The console gets nothing instead of a refusal.</summary>
    private async Task ShowAsync(NacosRequest request) =>
        await Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 0, "success", await FindAsync(request), ConfigV3Json.Default.ConfigGrayInfoJson);

    /// <summary>A failure, also that there is no beta version, is told in a 200.</summary>
    private async Task StopAsync(NacosRequest request, int code, string message)
    {
        var stopped = await writes.StopBetaAsync(request, ConfigFields.V3);
        await (stopped.Ok
            ? Answers.SuccessAsync(request.Http, true, BasicJson.Default.Boolean)
            : Answers.ResultAsync(request.Http, StatusCodes.Status200OK, code, message, false, BasicJson.Default.Boolean));
    }

    private async Task<ConfigGrayInfoJson?> FindAsync(NacosRequest request)
    {
        var key = ConfigFields.V3.Key(request);
        return await queries.FindGrayAsync(key, BetaRule.TypeName, request.Aborted) is { } beta ? ConfigGrayInfoJson.Of(key, beta) : null;
    }
}
