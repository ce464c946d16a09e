using System.Text.Json;
using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;
using Batata.Application.Abstractions;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Operations and client metrics of v3. Protocol source: Nacos 3.1 <c>ConfigOpsControllerV3</c>, <c>MetricsControllerV3</c>.</summary>
internal sealed class ConfigV3OpsEndpoints(IReadBarrier barrier, NacosLogLevels levels, IEnumerable<IConfigClientMetrics> clients) : INacosEndpoints
{
    private const int ServerError = 30000;

    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.ConfigAdmin();
        var (read, write) = (NacosPermission.Read("/v3/admin/cs/metrics"), NacosPermission.Write("/v3/admin/cs/ops"));
        foreach (var scope in new[] { "cluster", "ip" })
            admin.Get("/metrics/" + scope, MetricsAsync).RequireNacosPermission(read).Checked(ParameterChecks.Config).Requires("ip");
        admin.Post("/ops/localCache", ReloadAsync).RequireNacosPermission(write);
        admin.Put("/ops/log", SetLogLevelAsync).RequireNacosPermission(write).Requires("logName", "logLevel");
        admin.Get("/ops/derby", DerbyAsync).RequireNacosPermission(write).Requires("sql");
        admin.Post("/ops/derby/import", DerbyImportAsync).RequireNacosPermission(write);
    }

    private async Task MetricsAsync(NacosRequest request)
    {
        var problem = ConfigV1OpsEndpoints.NameProblem("dataId", request["dataId"]) ?? ConfigV1OpsEndpoints.NameProblem("group", request["groupName"]);
        if (problem is not null)
        {
            await request.RefuseAsync(problem);
            return;
        }
        var metrics = new Dictionary<string, JsonElement>();
        foreach (var front in clients) await front.CollectAsync(request.Text("ip"), ConfigFields.V3.Key(request), metrics, request.Aborted);
        await Answers.SuccessAsync(request.Http, metrics, ConfigV1Json.Default.IDictionaryStringJsonElement);
    }

    /// <summary>There is no cache that could differ from the store; see <see cref="ConfigV1OpsEndpoints"/>.</summary>
    private async Task ReloadAsync(NacosRequest request)
    {
        await barrier.WaitAsync(request.Aborted);
        await Answers.SuccessAsync(request.Http, "Local cache updated from store successfully!", BasicJson.Default.String);
    }

    private Task SetLogLevelAsync(NacosRequest request)
    {
        var (name, level) = (request.Text("logName"), request.Text("logLevel"));
        levels.Set(name, level);
        return Answers.SuccessAsync(request.Http, $"Log level updated successfully! Module: {name}, Log Level: {level}", BasicJson.Default.String);
    }

    /// <summary>No SQL from outside, ever: answered as by a server on which it is switched off, which is Nacos' default.</summary>
    private static Task DerbyAsync(NacosRequest request) =>
        Answers.ResultAsync(request.Http, StatusCodes.Status200OK, ServerError, ConfigV1OpsEndpoints.DerbyDisabled, null, BasicJson.Default.String);

    private static Task DerbyImportAsync(NacosRequest request) => Answers.ResultAsync(
        request.Http, StatusCodes.Status500InternalServerError, ServerError, ConfigV1OpsEndpoints.DerbyDisabled, null, BasicJson.Default.String);
}
