using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// The search of v2 in names and contents: a page without the wrapper, under the parameter names of v1. Protocol source: Nacos 3.1
/// <c>ConfigControllerV2.searchConfigByDetails</c>.
/// </summary>
internal sealed class ConfigV2SearchEndpoints(IConfigQueries queries) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group(ConfigV2.Prefix, ResultErrors.Instance)
        .Get("/config/searchDetail", SearchAsync)
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config/searchDetail")
        .Checked(ParameterChecks.ConfigSearch)
        .Requires("dataId", "group", "config_detail")
        .Takes("pageNo", ParameterType.Int, required: true)
        .Takes("pageSize", ParameterType.Int, required: true);

    private async Task SearchAsync(NacosRequest request)
    {
        var (pageNo, pageSize) = (request.Int("pageNo"), request.Int("pageSize"));
        if (pageNo <= 0 || pageSize <= 0)
        {
            await request.RefuseAsync(ConfigV1.PageProblem); // Nacos 3.x: 503 after 8 seconds
            return;
        }
        var blur = request.Field("search", "blur") == "blur";
        var tags = ConfigV1.Parts(request["config_tags"]);
        var search = new ConfigSearch(
            blur, NamespaceId.Normalize(request["tenant"]), request["dataId"], request["group"], request["appName"], [], tags, request["config_detail"]);
        var page = await queries.SearchAsync(search, pageNo, pageSize, request.Aborted);
        await Answers.BareJsonAsync(
            request.Http, PageJson<ConfigInfoJson>.Of(page, row => ConfigInfoJson.Of(row, accurate: !blur, byTags: tags.Count > 0)),
            static (json, rows) => System.Text.Json.JsonSerializer.Serialize(json, rows, ConfigV1Json.Default.PageJsonConfigInfoJson));
    }
}
