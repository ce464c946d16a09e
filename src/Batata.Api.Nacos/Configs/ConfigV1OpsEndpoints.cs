using Batata.Api.Nacos.Identity;
using System.Text.Json;
using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Health, metrics and operations of the config module. Protocol source: Nacos 3.1 <c>HealthController</c>, <c>ClientMetricsController</c>, <c>ConfigOpsController</c>.</summary>
internal sealed class ConfigV1OpsEndpoints(INodeState node, IReadBarrier barrier, NacosLogLevels levels, IEnumerable<IConfigClientMetrics> clients) : INacosEndpoints
{
    public const string DerbyDisabled = "Derby ops is disabled, please set `nacos.config.derby.ops.enabled=true` to enabled this feature.";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Get("/health", HealthAsync)
            .RequireNacosPermission(OpenAccess.Health)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/core/state/readiness")
            .AnswersAlways();
        foreach (var scope in new[] { "cluster", "current" })
        {
            v1.Get("/metrics/" + scope, MetricsAsync)
                .RequireNacosPermission(NacosPermission.Read("/v1/cs/metrics"))
                .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/metrics/" + scope)
                .Checked(ParameterChecks.Config)
                .Requires("ip");
        }
        v1.Post("/ops/localCache", ReloadAsync)
            .RequireNacosPermission(NacosPermission.Write("/v1/cs/ops"))
            .Compatibility(ApiClass.Admin, "POST ${contextPath:nacos}/v3/admin/cs/ops/localCache");
        v1.Put("/ops/log", SetLogLevelAsync)
            .RequireNacosPermission(NacosPermission.Write("/v1/cs/ops"))
            .Compatibility(ApiClass.Admin, "PUT ${contextPath:nacos}/v3/admin/cs/ops/log")
            .Requires("logName", "logLevel");
        v1.Get("/ops/derby", DerbyAsync)
            .RequireNacosPermission(NacosPermission.Read("nacos/admin"))
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/ops/derby")
            .Requires("sql");
        v1.Post("/ops/data/removal", DerbyAsync)
            .RequireNacosPermission(NacosPermission.Write("nacos/admin"))
            .Compatibility(ApiClass.Admin, "POST ${contextPath:nacos}/v3/admin/cs/ops/derby/import");
        foreach (var inner in new[] { "configWatchers", "watcherConfigs" })
        {
            v1.Get("/communication/" + inner, static _ => throw new InvalidOperationException("Inner calls are gone.")) // the switch answers 410 before
                .RequireNacosPermission(NacosPermission.Inner)
                .Compatibility(ApiClass.Inner);
        }
    }

    /// <summary>Always 200, the text says it.</summary>
    private Task HealthAsync(NacosRequest request) => Answers.TextAsync(
        request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, node.NotReadyReason is { } reason ? $"DOWN:{reason}" : "UP");

    private async Task MetricsAsync(NacosRequest request)
    {
        var problem = NameProblem("dataId", request["dataId"]) ?? NameProblem("group", request["group"]);
        if (problem is not null)
        {
            await ConfigV1Errors.CausedAsync(request.Http, problem);
            return;
        }
        var metrics = new Dictionary<string, JsonElement>();
        foreach (var front in clients) await front.CollectAsync(request.Text("ip"), request.Key(), metrics, request.Aborted);
        await Answers.JsonAsync(request.Http, NacosHeaders.JsonUtf8, metrics, ConfigV1Json.Default.IDictionaryStringJsonElement);
    }

    /// <summary>There is no cache that could differ from the store. The answer waits until this node serves all that was acknowledged anywhere, which is what a caller wants of it.</summary>
    private async Task ReloadAsync(NacosRequest request)
    {
        await barrier.WaitAsync(request.Aborted);
        await Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "200");
    }

    private Task SetLogLevelAsync(NacosRequest request)
    {
        levels.Set(request.Text("logName"), request.Text("logLevel"));
        return Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "200");
    }

    /// <summary>No SQL from outside, ever: answered as by a server on which it is switched off, which is Nacos' default.</summary>
    private static Task DerbyAsync(NacosRequest request) => Answers.RestResultAsync<string>(
        request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status500InternalServerError, DerbyDisabled, null, BasicJson.Default.String);

    public static string? NameProblem(string field, string? value) => ConfigRules.IsLegalName(value) ? null : $"invalid {field} : {value ?? "null"}";
}
