using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>History of v2. Protocol source: Nacos 3.1 <c>HistoryControllerV2</c>, <c>HistoryService</c>.</summary>
internal sealed class ConfigV2HistoryEndpoints(IConfigQueries queries) : INacosEndpoints
{
    private const int MaxPageSize = 500;

    public void Map(NacosRouteBuilder nacos)
    {
        var history = nacos.Group(ConfigV2.Prefix + "/history", ResultErrors.Instance);
        Declare(history.Get("/list", ListAsync)).Requires("dataId", "group").Paged()
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/history/list");
        Declare(history.Get("", RowAsync)).Requires("dataId", "group").Takes("nid", ParameterType.Long, required: true)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/history");
        Declare(history.Get("/detail", DetailAsync)).Requires("dataId", "group").Takes("nid", ParameterType.Long, required: true);
        Declare(history.Get("/previous", PreviousAsync)).Requires("dataId", "group").Takes("id", ParameterType.Long, required: true)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/history/previous");
        Declare(history.Get("/configs", NamesAsync)).Requires("namespaceId")
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/history/configs");
    }

    private static NacosRoute Declare(NacosRoute route) => route.RequireNacosPermission(NacosPermission.ReadConfig).Checked(ParameterChecks.Config);

    private async Task ListAsync(NacosRequest request)
    {
        var (pageNo, pageSize) = (request.Int("pageNo", 1), request.Int("pageSize", ConfigV3.DefaultPageSize));
        if (pageNo <= 0 || pageSize <= 0)
        {
            await request.RefuseAsync(ConfigV1.PageProblem);
            return;
        }
        var page = await queries.HistoryAsync(ConfigFields.V2.Key(request), pageNo, Math.Min(pageSize, MaxPageSize), request.Aborted);
        await Answers.SuccessAsync(
            request.Http, PageJson<ConfigHistoryJson>.Of(page, static row => ConfigHistoryJson.Of(row, whole: false)),
            ConfigV1Json.Default.PageJsonConfigHistoryJson);
    }

    private async Task RowAsync(NacosRequest request) =>
        await AnswerAsync(request, await queries.FindHistoryAsync(request.Long("nid"), request.Aborted));

    private async Task PreviousAsync(NacosRequest request) =>
        await AnswerAsync(request, await queries.FindPreviousAsync(request.Long("id"), request.Aborted));

    /// <summary>Before and after, side by side. Nacos 3.x: a blank namespace is not <c>public</c> here.</summary>
    private async Task DetailAsync(NacosRequest request)
    {
        var row = await queries.FindHistoryAsync(request.Long("nid"), request.Aborted);
        if (row is not null && (row.Key != ConfigFields.V2.Key(request) || row.Key.NamespaceId != request["namespaceId"]))
        {
            await request.Errors.RefusedAsync(request.Http, ConfigFailures.HistoryOfAnother());
            return;
        }
        var detail = row is null ? null : ConfigHistorySidesJson.Of(row, await AfterAsync(row, request.Aborted));
        await Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 0, "success", detail, ConfigV2Json.Default.ConfigHistorySidesJson);
    }

    /// <summary>What an update led to: the content in the next row of the same version, or what is stored now.</summary>
    private async Task<ConfigHistoryEntry?> AfterAsync(ConfigHistoryRow row, CancellationToken cancellationToken)
    {
        if (row.Entry.Operation != ConfigOperation.Update) return null;
        if (await queries.FindNextHistoryAsync(row, cancellationToken) is { } next) return next.Entry;
        if (row.Entry.GrayName.Length > 0)
            return await queries.FindGrayAsync(row.Key, row.Entry.GrayName, cancellationToken) is { } gray ? ConfigHistoryEntry.OfCurrent(gray) : null;
        return await queries.FindAsync(row.Key, cancellationToken) is { } current ? ConfigHistoryEntry.OfCurrent(current.Version) : null;
    }

    private async Task NamesAsync(NacosRequest request)
    {
        var rows = await queries.ListNamespaceAsync(NamespaceId.Normalize(request["namespaceId"]), request.Aborted);
        await Answers.SuccessAsync(
            request.Http, rows.Select(ConfigInfoWrapperJson.Of).ToArray(), ConfigV1Json.Default.IReadOnlyListConfigInfoWrapperJson);
    }

    /// <summary>No row: data that are null.</summary>
    private static Task AnswerAsync(NacosRequest request, ConfigHistoryRow? row) => row is null || row.Key == ConfigFields.V2.Key(request)
        ? Answers.ResultAsync(
            request.Http, StatusCodes.Status200OK, 0, "success", row is null ? null : ConfigHistoryJson.Of(row, whole: true), ConfigV1Json.Default.ConfigHistoryJson)
        : request.Errors.RefusedAsync(request.Http, ConfigFailures.HistoryOfAnother());
}
