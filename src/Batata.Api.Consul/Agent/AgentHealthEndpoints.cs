using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>Health of services as a status code, for load balancers. Protocol source: Consul <c>AgentHealthServiceByID</c>, <c>AgentHealthServiceByName</c>.</summary>
internal sealed class AgentHealthEndpoints(AgentLookup lookup, IAgentQueries agents, ILocalAgent local, ICheckReports reports, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    private const string ReasonHeader = "X-Consul-Reason";

    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/agent/health/service/id/").On("GET", ConsulPermission.Read(ConsulResource.Service), ByIdAsync);
        consul.Path("/agent/health/service/name/").On("GET", ConsulPermission.Read(ConsulResource.Service), ByNameAsync);
    }

    private async Task ByIdAsync(ConsulRequest request)
    {
        if (await RefusedAsync(request, "Missing serviceID")) return;
        var service = await lookup.ServiceAsync(request.Rest, request.Aborted);
        if (service is null)
        {
            await AnswerAsync(request, StatusCodes.Status404NotFound, $"ServiceId {request.Rest} not found", static (_, json) => AgentHealthJson.Write(json, null, CheckStatus.Critical, [], ""));
            return;
        }
        var checks = Of(await agents.ChecksAsync(service.Node, request.Aborted), service.Id);
        var status = CheckStatus.Aggregate(checks);
        await AnswerAsync(request, CodeOf(status), status, (datacenter, json) => AgentHealthJson.Write(json, service, status, checks, datacenter));
    }

    private async Task ByNameAsync(ConsulRequest request)
    {
        if (await RefusedAsync(request, "Missing service Name")) return;
        var all = await agents.ChecksAsync(local.Node, request.Aborted);
        var found = new List<(AgentService Service, string Status, IReadOnlyList<HealthCheck> Checks)>();
        foreach (var service in await agents.ServicesAsync(local.Node, request.Aborted))
        {
            if (service.Definition.Name != request.Rest) continue;
            var checks = Of(all, service.Id);
            found.Add((service, CheckStatus.Aggregate(checks), checks));
        }
        var worst = found.Count == 0 ? $"ServiceName {request.Rest} Not Found" : found.MaxBy(static one => Severity(one.Status)).Status;
        await AnswerAsync(request, found.Count == 0 ? StatusCodes.Status404NotFound : CodeOf(worst), worst, (datacenter, json) =>
        {
            json.WriteStartArray();
            foreach (var (service, status, checks) in found) AgentHealthJson.Write(json, service, status, checks, datacenter);
            json.WriteEndArray();
        });
    }

    private static async Task<bool> RefusedAsync(ConsulRequest request, string missing)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused)
        {
            await AgentAnswers.InvalidAsync(request, refused);
            return true;
        }
        if (request.Rest.Length > 0) return false;
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, missing);
        return true;
    }

    /// <summary>The text of the state, or the whole as JSON. Accept goes before the parameter.</summary>
    private Task AnswerAsync(ConsulRequest request, int code, string reason, Action<string, System.Text.Json.Utf8JsonWriter> write)
    {
        request.Http.Response.Headers[ReasonHeader] = Ascii(reason);
        var isText = request.Http.Request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.Ordinal) || request.Query.First("format") == "text";
        return isText
            ? ConsulAnswers.TextAsync(request.Http, code, reason)
            : AgentAnswers.JsonAsync(request, json => write(options.Value.Datacenter, json), code);
    }

    /// <summary>Checks of the service and of the node, with their newest output.</summary>
    private List<HealthCheck> Of(IReadOnlyList<AgentCheck> checks, string serviceId) =>
        [.. checks.Where(check => check.State.ServiceId == serviceId || check.State.ServiceId.Length == 0).Select(check => check.State with { Output = reports.OutputOf(check) })];

    private static int CodeOf(string status) => status switch
    {
        CheckStatus.Passing => StatusCodes.Status200OK,
        CheckStatus.Warning => StatusCodes.Status429TooManyRequests,
        CheckStatus.Critical or CheckStatus.Maintenance => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static int Severity(string status) => status switch
    {
        CheckStatus.Passing => 0,
        CheckStatus.Warning => 1,
        CheckStatus.Critical => 2,
        CheckStatus.Maintenance => 3,
        _ => 4,
    };

    private static string Ascii(string text) => string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c : '?'));
}
