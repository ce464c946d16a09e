using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Identity;

/// <summary>How the two generations of the API write what they have in common: v1 wraps what was done and bares lists, v3 wraps everything.</summary>
internal sealed record AccountAnswers(bool IsV1)
{
    private const int DoneV1 = 200;

    public static AccountAnswers V1 { get; } = new(IsV1: true);

    public static AccountAnswers V3 { get; } = new(IsV1: false);

    public async Task DoneAsync(NacosRequest request, Task<Outcome<Done>> doing, string text)
    {
        var done = await doing;
        if (!done.Ok) await request.Errors.RefusedAsync(request.Http, done.Failure);
        else if (IsV1) await Answers.RestResultAsync(request.Http, NacosHeaders.Json, DoneV1, null, text, BasicJson.Default.String);
        else await Answers.SuccessAsync(request.Http, text, BasicJson.Default.String);
    }

    public Task NamesAsync(NacosRequest request, IReadOnlyList<string> names) => WriteAsync(request, names, static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var name in all) json.WriteStringValue(name);
        json.WriteEndArray();
    });

    public Task WriteAsync<TState>(NacosRequest request, TState state, Action<Utf8JsonWriter, TState> write) =>
        IsV1 ? Answers.BareJsonAsync(request.Http, state, write) : Answers.SuccessAsync(request.Http, state, write);

    /// <param name="list">Asks for a page.</param>
    public async Task PageAsync<T>(NacosRequest request, Func<IdentityPage, Task<IdentityRows<T>>> list, Action<Utf8JsonWriter, T> writeMembers)
    {
        var page = new IdentityPage(request.Int("pageNo"), request.Int("pageSize"));
        if (page.PageNumber <= 0 || page.PageSize <= 0)
        {
            await request.Errors.RefusedAsync(request.Http, IdentityFailures.Illegal("pageNo and pageSize must be greater than zero"));
            return;
        }
        await WriteAsync(request, (rows: await list(page), page, writeMembers), static (json, x) =>
        {
            json.WriteStartObject();
            json.WriteNumber("totalCount"u8, x.rows.Total);
            json.WriteNumber("pageNumber"u8, x.page.PageNumber);
            json.WriteNumber("pagesAvailable"u8, (int)(((long)x.rows.Total + x.page.PageSize - 1) / x.page.PageSize));
            json.WriteStartArray("pageItems"u8);
            foreach (var item in x.rows.Items)
            {
                json.WriteStartObject();
                x.writeMembers(json, item);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>How a list is searched; any word but one means equal.</summary>
    public static NameMatch MatchOf(NacosRequest request) => request["search"] == "blur" ? NameMatch.Blur : NameMatch.Accurate;
}

/// <summary>What declares the calls of both generations.</summary>
internal static class AccountRoutes
{
    public const string V1 = "/v1/auth";
    public const string V3 = "/v3/auth";

    public static NacosRouteGroup Accounts(this NacosRouteBuilder nacos, string prefix) => nacos.ConsoleGroup(prefix, AccountErrors.Instance);

    public static NacosRoute OldConsole(this NacosRoute route, string replacement) => route.Compatibility(ApiClass.Console, replacement);

    public static NacosRoute OldClient(this NacosRoute route, string replacement) => route.Compatibility(ApiClass.Client, replacement);

    public static NacosRoute Paged(this NacosRoute route) => route.Takes("pageNo", ParameterType.Int, required: true).Takes("pageSize", ParameterType.Int, required: true);
}
