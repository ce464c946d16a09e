using System.Security.Cryptography;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>
/// <c>agent/services</c> and <c>agent/service/{id}</c>. The list is this node's own; a single one is found wherever in the cluster it was registered. One that is asked
/// for with the hash of its content is answered when that changes.
/// </summary>
internal sealed class AgentServiceReads(AgentLookup lookup, IAgentQueries agents, ILocalAgent local, IWatches watches, FilterSchemas schemas, IOptions<ConsulOptions> options, TimeProvider time)
    : IConsulEndpoints
{
    private const string HashHeader = "X-Consul-ContentHash";

    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/agent/services").On("GET", ConsulPermission.Filter(ConsulResource.Service), ListAsync);
        consul.Path("/agent/service/").On("GET", ConsulPermission.Read(ConsulResource.Service), FindAsync);
    }

    private async Task ListAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused)
        {
            await AgentAnswers.InvalidAsync(request, refused);
            return;
        }
        if (Filter.Parse(request.Query.First("filter"), schemas.AgentService, out var filter) is { } problem)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, problem);
            return;
        }
        var services = await agents.ServicesAsync(local.Node, request.Aborted);
        await AgentAnswers.JsonAsync(request, json =>
        {
            json.WriteStartObject();
            foreach (var service in services)
            {
                if (!filter.Matches(service.Definition)) continue;
                json.WritePropertyName(service.Id);
                AgentJson.Write(json, service, options.Value.Datacenter, null);
            }
            json.WriteEndObject();
        });
    }

    private async Task FindAsync(ConsulRequest request)
    {
        var wait = 0L;
        var problem = request.Query.First("wait") is { Length: > 0 } text && !GoDuration.TryParse(text, out wait) ? "Invalid wait time"
            : request.Query.First("index") is { Length: > 0 } index && !GoNumber.TryParseUnsigned(index, out _) ? "Invalid index" // looked at, and not used
            : QueryOptions.RefuseEnterprise(request);
        if (problem is not null)
        {
            await AgentAnswers.InvalidAsync(request, problem);
            return;
        }
        var hash = request.Query.First("hash");
        var until = time.GetUtcNow() + WaitFor(wait);
        while (true)
        {
            if (await lookup.ServiceAsync(request.Rest, request.Aborted) is not { } found)
            {
                await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status404NotFound, $"unknown service ID: {request.Rest}");
                return;
            }
            using var watch = watches.Open(WatchTopic.Agent(found.Node));
            // Read again once it is watched, so that no change is missed.
            if (hash.Length > 0) found = await agents.ServiceAsync(found.Node, found.Id, request.Aborted) ?? found;
            var now = HashOf(found);
            var left = until - time.GetUtcNow();
            if (now != hash || left <= TimeSpan.Zero)
            {
                request.Http.Response.Headers[HashHeader] = now;
                await AgentAnswers.JsonAsync(request, json => AgentJson.Write(json, found, options.Value.Datacenter, now));
                return;
            }
            try
            {
                await watch.Fired.WaitAsync(left, time, request.Aborted);
            }
            catch (TimeoutException)
            {
                // Answered with what is there.
            }
        }
    }

    private TimeSpan WaitFor(long nanoseconds)
    {
        var limit = nanoseconds <= 0 ? options.Value.DefaultWaitMs : Math.Min(nanoseconds / 1_000_000, options.Value.MaxWaitMs);
        return TimeSpan.FromMilliseconds(limit * (1 + Random.Shared.NextDouble() / 16));
    }

    private string HashOf(AgentService service) =>
        Convert.ToHexStringLower(SHA256.HashData(ConsulJson.Write(pretty: false, json => AgentJson.Write(json, service, options.Value.Datacenter, null)).Span).AsSpan(0, 8));
}
