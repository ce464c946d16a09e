using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Configs;

/// <summary>History of v3, admin and console alike. Protocol source: Nacos 3.1 <c>HistoryControllerV3</c>, <c>ConsoleHistoryController</c>.</summary>
internal sealed class ConfigV3HistoryEndpoints(IConfigQueries queries) : INacosEndpoints
{
    private const int MaxPageSize = 500;

    public void Map(NacosRouteBuilder nacos)
    {
        Map(nacos.ConfigAdmin());
        Map(nacos.ConfigConsole());
    }

    private void Map(NacosRouteGroup group)
    {
        group.Get("/history/list", ListAsync).OfOneConfig(NacosPermission.ReadConfig).Paged();
        group.Get("/history", DetailAsync).OfOneConfig(NacosPermission.ReadConfig).Takes("nid", ParameterType.Long, required: true);
        group.Get("/history/previous", PreviousAsync).OfOneConfig(NacosPermission.ReadConfig).Takes("id", ParameterType.Long, required: true);
        group.Get("/history/configs", NamesAsync)
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Checked(ParameterChecks.Config)
            .Requires("namespaceId");
    }

    private async Task ListAsync(NacosRequest request)
    {
        if (request.PageProblem() is { } problem)
        {
            await request.RefuseAsync(problem);
            return;
        }
        var size = Math.Min(request.Int("pageSize", ConfigV3.DefaultPageSize), MaxPageSize);
        var page = await queries.HistoryAsync(ConfigFields.V3.Key(request), request.Int("pageNo", 1), size, request.Aborted);
        await Answers.SuccessAsync(
            request.Http, PageJson<ConfigHistoryBasicInfoJson>.Of(page, ConfigHistoryBasicInfoJson.Of),
            ConfigV3Json.Default.PageJsonConfigHistoryBasicInfoJson);
    }

    private async Task DetailAsync(NacosRequest request) =>
        await AnswerAsync(request, await queries.FindHistoryAsync(request.Long("nid"), request.Aborted));

    private async Task PreviousAsync(NacosRequest request) =>
        await AnswerAsync(request, await queries.FindPreviousAsync(request.Long("id"), request.Aborted));

    private async Task NamesAsync(NacosRequest request)
    {
        var rows = await queries.ListNamespaceAsync(NamespaceId.Normalize(request["namespaceId"]), request.Aborted);
        await Answers.SuccessAsync(
            request.Http, rows.Select(ConfigBasicInfoJson.NameOf).ToArray(), ConfigV3Json.Default.IReadOnlyListConfigBasicInfoJson);
    }

    /// <summary>Nacos 3.x: a row that is not there is an illegal argument, 400 and not 404.</summary>
    private static Task AnswerAsync(NacosRequest request, ConfigHistoryRow? row)
    {
        if (row is null) return request.RefuseAsync("The history has no such row.");
        return row.Key == ConfigFields.V3.Key(request)
            ? Answers.SuccessAsync(request.Http, ConfigHistoryDetailInfoJson.Of(row), ConfigV3Json.Default.ConfigHistoryDetailInfoJson)
            : request.Errors.RefusedAsync(request.Http, ConfigFailures.HistoryOfAnother());
    }
}
