using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>Balancing of connections over v2, all by GET, and over v3. Protocol source: Nacos 3.1 <c>ServerLoaderController</c>, <c>ServerLoaderControllerV3</c>.</summary>
internal sealed class LoaderEndpoints(LoaderCalls loader) : INacosEndpoints
{
    private const string V2 = "/v2/core/loader";
    private const string V3 = "/v3/admin/core/loader";
    private const string Successor = "GET {contextPath:nacos}" + V3; // Nacos 3.x: names GET where v3 wants POST
    private const double DefaultFactor = 0.1;
    private const int ServerError = 30000;

    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group(V2, CoreV1Errors.Instance);
        var (read, write) = (NacosPermission.Read(V2), NacosPermission.Write(V2));
        v2.Get("/current", request => Answers.BareJsonAsync(request.Http, loader.Current(), ConnectionJson.Write))
            .RequireNacosPermission(read).Compatibility(ApiClass.Admin, Successor + "/current");
        v2.Get("/cluster", async request => await Answers.BareJsonAsync(request.Http, await loader.SummaryAsync(request.Aborted), LoadJson.WriteV2))
            .RequireNacosPermission(read).Compatibility(ApiClass.Admin, Successor + "/cluster");
        Count(v2.Get("/reloadCurrent", request => TextAsync(request, loader.ReloadCurrent, "success")))
            .RequireNacosPermission(write).Compatibility(ApiClass.Admin, Successor + "/reloadCurrent");
        v2.Get("/reloadClient", request => TextAsync(request, loader.ReloadClient, "success"))
            .RequireNacosPermission(write).Compatibility(ApiClass.Admin, Successor + "/reloadClient").Requires("connectionId");
        Factor(v2.Get("/smartReloadCluster", SmartV2Async))
            .RequireNacosPermission(write).Compatibility(ApiClass.Admin, Successor + "/smartReloadCluster");

        var v3 = nacos.Group(V3, ResultErrors.Instance);
        (read, write) = (NacosPermission.Read(V3), NacosPermission.Write(V3));
        v3.Get("/current", request => Answers.SuccessAsync(request.Http, loader.Current(), ConnectionJson.Write)).RequireNacosPermission(read);
        v3.Get("/cluster", async request => await Answers.SuccessAsync(request.Http, await loader.SummaryAsync(request.Aborted), LoadJson.WriteV3)).RequireNacosPermission(read);
        Count(v3.Post("/reloadCurrent", request => DoneAsync(request, loader.ReloadCurrent))).RequireNacosPermission(write);
        v3.Post("/reloadClient", request => DoneAsync(request, loader.ReloadClient)).RequireNacosPermission(write).Requires("connectionId");
        Factor(v3.Post("/smartReloadCluster", SmartV3Async)).RequireNacosPermission(write);
    }

    private static NacosRoute Count(NacosRoute route) => route.Takes("count", ParameterType.Int, required: true);

    private static NacosRoute Factor(NacosRoute route) => route.Takes("loaderFactor", ParameterType.Float);

    private async Task SmartV2Async(NacosRequest request) =>
        await TextAsync(request, static _ => { }, await loader.SmartReloadAsync(request.Real("loaderFactor") ?? DefaultFactor, request.Aborted) ? "Ok" : "Fail");

    private async Task SmartV3Async(NacosRequest request)
    {
        if (await loader.SmartReloadAsync(request.Real("loaderFactor") ?? DefaultFactor, request.Aborted)) await DoneAsync(request, static _ => { });
        else
        {
            await Answers.ResultAsync(
                request.Http, StatusCodes.Status200OK, ServerError, "server error", "Smart reload failed, please try again later.", BasicJson.Default.String);
        }
    }

    private static Task TextAsync(NacosRequest request, Action<NacosRequest> act, string text)
    {
        act(request);
        return Answers.TextAsync(request.Http, StatusCodes.Status200OK, Accepts.TextType(request.Http.Request), text);
    }

    private static Task DoneAsync(NacosRequest request, Action<NacosRequest> act)
    {
        act(request);
        return Answers.ResultAsync<string>(request.Http, StatusCodes.Status200OK, 0, "success", null, BasicJson.Default.String);
    }
}
