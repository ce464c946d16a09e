using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>History of configs, and the names of a namespace. Protocol source: Nacos 3.1 <c>HistoryController</c>.</summary>
internal sealed class ConfigV1HistoryEndpoints(IConfigQueries queries) : INacosEndpoints
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 500;

    public void Map(NacosRouteBuilder nacos)
    {
        var history = nacos.Group(ConfigV1.Prefix + "/history", ConfigV1Errors.Instance);
        Declare(history.Get("", ListAsync).When("search", "accurate"), "GET ${contextPath:nacos}/v3/console/cs/history/list")
            .Requires("dataId", "group")
            .Takes("pageNo", ParameterType.Int)
            .Takes("pageSize", ParameterType.Int);
        Declare(history.Get("", DetailAsync), "GET ${contextPath:nacos}/v3/console/cs/history")
            .Requires("dataId", "group")
            .Takes("nid", ParameterType.Long, required: true);
        Declare(history.Get("/previous", PreviousAsync), "GET ${contextPath:nacos}/v3/console/cs/history/previous")
            .Requires("dataId", "group")
            .Takes("id", ParameterType.Long, required: true);
        Declare(history.Get("/configs", NamesAsync), "GET ${contextPath:nacos}/v3/console/cs/history/configs").Requires("tenant");
    }

    private static NacosRoute Declare(NacosRoute route, string replacement) => route
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Compatibility(ApiClass.Console, replacement)
        .Checked(ParameterChecks.Config);

    private async Task ListAsync(NacosRequest request)
    {
        var (pageNo, pageSize) = (request.Int("pageNo", 1), request.Int("pageSize", DefaultPageSize));
        if (pageNo <= 0 || pageSize <= 0)
        {
            await ConfigV1Errors.CausedAsync(request.Http, ConfigV1.PageProblem);
            return;
        }
        var page = await queries.HistoryAsync(request.Key(), pageNo, Math.Min(pageSize, MaxPageSize), request.Aborted);
        await Answers.JsonAsync(
            request.Http, NacosHeaders.JsonUtf8, PageJson<ConfigHistoryJson>.Of(page, static row => ConfigHistoryJson.Of(row, whole: false)),
            ConfigV1Json.Default.PageJsonConfigHistoryJson);
    }

    private async Task DetailAsync(NacosRequest request) =>
        await AnswerAsync(request, await queries.FindHistoryAsync(request.Long("nid"), request.Aborted));

    private async Task PreviousAsync(NacosRequest request) =>
        await AnswerAsync(request, await queries.FindPreviousAsync(request.Long("id"), request.Aborted));

    private async Task NamesAsync(NacosRequest request)
    {
        var rows = await queries.ListNamespaceAsync(Domain.Namespaces.NamespaceId.Normalize(request["tenant"]), request.Aborted);
        await Answers.JsonAsync(
            request.Http, NacosHeaders.JsonUtf8, rows.Select(ConfigInfoWrapperJson.Of).ToArray(), ConfigV1Json.Default.IReadOnlyListConfigInfoWrapperJson);
    }

    /// <summary>No row: an empty 200. A row of another config is not shown: Nacos ends in a 500 there.</summary>
    private static Task AnswerAsync(NacosRequest request, ConfigHistoryRow? row)
    {
        if (row is null) return Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "");
        return row.Key == request.Key()
            ? Answers.JsonAsync(request.Http, NacosHeaders.JsonUtf8, ConfigHistoryJson.Of(row, whole: true), ConfigV1Json.Default.ConfigHistoryJson)
            : request.Errors.RefusedAsync(request.Http, ConfigFailures.HistoryOfAnother());
    }
}
