using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>The reads of the 2.x console: one config with all that is known of it, and searches. Protocol source: Nacos 3.1 <c>ConfigController</c>.</summary>
internal sealed class ConfigV1SearchEndpoints(IConfigQueries queries) : INacosEndpoints
{
    private const string ListReplacement = "GET ${contextPath:nacos}/v3/console/cs/config/list";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Get(ConfigV1.Configs, ShowAllAsync).When("show", "all")
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
        v1.Get(ConfigV1.Configs + "/catalog", CatalogAsync)
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/config")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
        MapSearch(v1, "accurate", request => SearchAsync(request, blur: false));
        MapSearch(v1, "blur", request => SearchAsync(request, blur: true));
    }

    private static void MapSearch(NacosRouteGroup v1, string search, NacosHandler handler) => v1
        .Get(ConfigV1.Configs, handler).When("search", search)
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Compatibility(ApiClass.Console, ListReplacement)
        .Checked(ParameterChecks.ConfigSearch)
        .Requires("dataId", "group")
        .Takes("pageNo", ParameterType.Int, required: true)
        .Takes("pageSize", ParameterType.Int, required: true);

    /// <summary>A config that does not exist is an empty 200.</summary>
    private async Task ShowAllAsync(NacosRequest request)
    {
        var key = request.Key();
        if (ConfigRules.KeyProblem(key) is { } problem) await ConfigV1Errors.CausedAsync(request.Http, problem);
        else if (await queries.FindAsync(key, request.Aborted) is { } detail)
            await Answers.JsonAsync(request.Http, NacosHeaders.JsonUtf8, ConfigAllInfoJson.Of(detail), ConfigV1Json.Default.ConfigAllInfoJson);
        else await Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "");
    }

    /// <summary>Names are not checked here.</summary>
    private async Task CatalogAsync(NacosRequest request)
    {
        var detail = await queries.FindAsync(request.Key(), request.Aborted);
        await Answers.RestResultAsync(
            request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status200OK, null, detail is null ? null : ConfigAdvanceInfoJson.Of(detail.Version),
            ConfigV1Json.Default.ConfigAdvanceInfoJson);
    }

    private async Task SearchAsync(NacosRequest request, bool blur)
    {
        var (pageNo, pageSize) = (request.Int("pageNo"), request.Int("pageSize"));
        if (pageNo <= 0 || pageSize <= 0)
        {
            await ConfigV1Errors.CausedAsync(
                request.Http, $"serialize page error, dataId={request["dataId"]}, group={request["group"]}", ConfigV1.PageProblem);
            return;
        }
        var tags = ConfigV1.Parts(request["config_tags"]);
        var search = new ConfigSearch(
            blur, request.Key().NamespaceId, request["dataId"], request["group"], request["appName"], ConfigV1.Parts(request["types"]), tags, Content: null);
        var page = await queries.SearchAsync(search, pageNo, pageSize, request.Aborted);
        await Answers.JsonAsync(
            request.Http, NacosHeaders.JsonUtf8, PageJson<ConfigInfoJson>.Of(page, row => ConfigInfoJson.Of(row, accurate: !blur, byTags: tags.Count > 0)),
            ConfigV1Json.Default.PageJsonConfigInfoJson);
    }
}
