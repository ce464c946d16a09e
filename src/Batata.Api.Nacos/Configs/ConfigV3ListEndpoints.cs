using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// Searches of v3, in one namespace or, with <c>namespaceId=*</c>, in all that the caller may read. A search is blur unless it says otherwise, but the check of names lets wildcards through only when <c>search=blur</c> was said.
/// Protocol source: Nacos 3.1 <c>ConfigControllerV3</c>, <c>ConsoleConfigController</c>, <c>ConfigBlurSearchHttpParamExtractor</c>.
/// </summary>
internal sealed class ConfigV3ListEndpoints(IConfigQueries queries) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        Declare(nacos.ConfigAdmin().Get("/config/list", request => SearchAsync(request, IsBlur(request), request["configDetail"])));
        var console = nacos.ConfigConsole();
        Declare(console.Get("/config/list", request => SearchAsync(request, blur: true, content: null)));
        Declare(console.Get("/config/searchDetail", request => SearchAsync(request, IsBlur(request), request["configDetail"])));
    }

    private static void Declare(NacosRoute route) => route
        .RequireNacosPermission(NacosPermission.SearchConfigs)
        .Checked(ParameterChecks.ConfigSearch)
        .Paged();

    /// <summary>Any word but <c>blur</c> means accurate.</summary>
    private static bool IsBlur(NacosRequest request) => request.Field("search", "blur") == "blur";

    private async Task SearchAsync(NacosRequest request, bool blur, string? content)
    {
        if (request.PageProblem() is { } problem)
        {
            await request.RefuseAsync(problem);
            return;
        }
        var search = new ConfigSearch(
            blur, NamespaceId.Normalize(request["namespaceId"]), request["dataId"], request["groupName"], request["appName"],
            ConfigV1.Parts(request["type"]), ConfigV1.Parts(request["configTags"]), content)
        {
            WithContents = false,
            MayRead = HttpResources.NamesMany(request["namespaceId"]) ? request.Judge(NacosPermission.SearchConfigs) : null,
        };
        var page = await queries.SearchAsync(search, request.Int("pageNo", 1), request.Int("pageSize", ConfigV3.DefaultPageSize), request.Aborted);
        await Answers.SuccessAsync(
            request.Http, PageJson<ConfigBasicInfoJson>.Of(page, ConfigBasicInfoJson.Of), ConfigV3Json.Default.PageJsonConfigBasicInfoJson);
    }
}
