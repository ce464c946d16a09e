using Batata.Api.Nacos.Identity;
using System.Text.Json;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>
/// Operations on the log, the ids and what is logged, over v1, v2 and v3. Protocol source: Nacos 3.1 <c>CoreOpsController</c>, <c>CoreOpsV2Controller</c>, <c>CoreOpsControllerV3</c>.
/// </summary>
internal sealed class CoreOpsEndpoints(RaftCalls raft, IIdSequences ids, IMembers members, NacosLogLevels levels) : INacosEndpoints
{
    private const string V3 = "/v3/admin/core/ops";
    private const string Successor = " {contextPath:nacos}" + V3;

    public void Map(NacosRouteBuilder nacos)
    {
        var admin = NacosPermission.Write("nacos/admin");
        var v1 = nacos.Group("/v1/core/ops", CoreV1Errors.Instance);
        v1.Post("/raft", RaftV1Async).RequireNacosPermission(admin).Compatibility(ApiClass.Admin, $"POST{Successor}/raft");
        v1.Get("/idInfo", IdInfoAsync).RequireNacosPermission(OpenAccess.ServerFigures).Compatibility(ApiClass.Admin, $"GET{Successor}/ids");
        v1.Put("/log", LogV1Async).RequireNacosPermission(admin).Compatibility(ApiClass.Admin, $"PUT{Successor}/log").Requires("logName", "logLevel");

        var v2 = nacos.Group("/v2/core/ops", CoreV1Errors.Instance);
        v2.Post("/raft", RaftV1Async).RequireNacosPermission(admin).Compatibility(ApiClass.Admin, $"POST{Successor}/raft");
        v2.Get("/ids", IdsV2Async).RequireNacosPermission(OpenAccess.ServerFigures).Compatibility(ApiClass.Admin, $"GET{Successor}/ids");
        v2.Put("/log", LogV2Async).RequireNacosPermission(admin).Compatibility(ApiClass.Admin, $"PUT{Successor}/log");

        var v3 = nacos.Group(V3, ResultErrors.Instance);
        var write = NacosPermission.Write(V3);
        v3.Post("/raft", RaftV3Async).RequireNacosPermission(write);
        v3.Get("/ids", IdsV3Async).RequireNacosPermission(write); // Nacos 3.x: write, although it reads
        v3.Put("/log", LogV3Async).RequireNacosPermission(write);
    }

    private async Task RaftV1Async(NacosRequest request)
    {
        if (await request.BodyAsync(CoreBodiesJson.Default.RaftBody) is not { } body) return;
        var done = await raft.RunAsync(body, request.Aborted);
        if (done.Ok) await RestAsync(request, StatusCodes.Status200OK, null, done.Value);
        else if (done.Failure is { Kind: FailureKind.Invalid } refusal) await RestAsync(request, StatusCodes.Status500InternalServerError, refusal.Message, null);
        else await request.Errors.RefusedAsync(request.Http, done.Failure!);
    }

    /// <summary>Nacos 3.x: a command that there is not is answered as done, with no data.</summary>
    private async Task RaftV3Async(NacosRequest request)
    {
        if (await request.BodyAsync(CoreBodiesJson.Default.RaftBody) is not { } body) return;
        var done = await raft.RunAsync(body, request.Aborted);
        if (done.Ok || done.Failure is { Kind: FailureKind.Invalid })
            await Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 0, "success", done.Ok ? done.Value : null, BasicJson.Default.String);
        else await request.Errors.RefusedAsync(request.Http, done.Failure!);
    }

    private async Task IdInfoAsync(NacosRequest request) => await Answers.RestResultAsync(
        request.Http, StatusCodes.Status200OK, null, (ids: await ids.ReadAsync(request.Aborted), worker: Worker), static (json, x) =>
        {
            json.WriteStartObject();
            foreach (var (name, last) in x.ids)
            {
                json.WritePropertyName(name);
                WriteId(json, last, x.worker);
            }
            json.WriteEndObject();
        });

    private async Task IdsV2Async(NacosRequest request) =>
        await Answers.RestResultAsync(request.Http, StatusCodes.Status200OK, null, (await ids.ReadAsync(request.Aborted), Worker), WriteIds);

    private async Task IdsV3Async(NacosRequest request) => await Answers.SuccessAsync(request.Http, (await ids.ReadAsync(request.Aborted), Worker), WriteIds);

    private Task LogV1Async(NacosRequest request)
    {
        levels.Set(request.Text("logName"), request.Text("logLevel"));
        return Answers.TextAsync(request.Http, StatusCodes.Status200OK, Accepts.TextType(request.Http.Request), "200");
    }

    private async Task LogV2Async(NacosRequest request)
    {
        if (await LogLevelAsync(request)) await RestAsync(request, StatusCodes.Status200OK, null, null);
    }

    private async Task LogV3Async(NacosRequest request)
    {
        if (await LogLevelAsync(request)) await Answers.ResultAsync<string>(request.Http, StatusCodes.Status200OK, 0, "success", null, BasicJson.Default.String);
    }

    private async Task<bool> LogLevelAsync(NacosRequest request)
    {
        if (await request.BodyAsync(CoreBodiesJson.Default.LogLevelBody) is not { } body) return false;
        if (string.IsNullOrWhiteSpace(body.LogName) || string.IsNullOrWhiteSpace(body.LogLevel))
        {
            var missing = string.IsNullOrWhiteSpace(body.LogName) ? "logName" : "logLevel";
            await (request.Errors is CoreV1Errors
                ? SpringErrors.WriteAsync(request.Http, StatusCodes.Status400BadRequest, $"Required parameter '{missing}' is not present.")
                : request.MissingAsync(missing));
            return false;
        }
        levels.Set(body.LogName, body.LogLevel);
        return true;
    }

    /// <summary>Ids come from the log and not from a node; the number says which node answers.</summary>
    private int Worker => members.Current.All.Count(member => string.CompareOrdinal(member.Address, members.Current.Self.Address) < 0);

    private static void WriteIds(Utf8JsonWriter json, (IReadOnlyDictionary<string, long> Ids, int Worker) x)
    {
        json.WriteStartArray();
        foreach (var (name, last) in x.Ids)
        {
            json.WriteStartObject();
            json.WriteString("resource"u8, name);
            json.WritePropertyName("info"u8);
            WriteId(json, last, x.Worker);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, long last, int worker)
    {
        json.WriteStartObject();
        json.WriteNumber("currentId"u8, last);
        json.WriteNumber("workerId"u8, worker);
        json.WriteEndObject();
    }

    private static Task RestAsync(NacosRequest request, int code, string? message, string? data) =>
        Answers.RestResultAsync(request.Http, NacosHeaders.Json, code, message, data, BasicJson.Default.String);
}
