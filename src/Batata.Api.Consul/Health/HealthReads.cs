using System.Text.Json;
using Batata.Api.Consul.Catalog;
using Batata.Api.Consul.Coordinates;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Health;

/// <summary>Instances of a service with their health. Protocol source: Consul <c>agent/health_endpoint.go</c>, <c>healthServiceNodes</c>.</summary>
internal sealed class HealthReads(ICatalogQueries catalog, FilteredReads reads, FilterSchemas schemas, NearParameter near, IOptions<ConsulOptions> options)
{
    private static readonly ServiceHealth Nothing = new([], 0, false);

    private readonly string _datacenter = options.Value.Datacenter;

    public Task ServiceAsync(ConsulRequest request) => ServeAsync(request, WatchTopic.Service(request.Rest), catalog.ServiceAsync);

    public Task ConnectAsync(ConsulRequest request) => ServeAsync(request, WatchTopic.Connect(request.Rest), catalog.ConnectAsync);

    /// <summary>Which gateways let a service in is said by config entries. There are none yet, and so it is none.</summary>
    public Task IngressAsync(ConsulRequest request) => ServeAsync(request, WatchTopic.Service(request.Rest), static (_, _) => ValueTask.FromResult(Nothing));

    private async Task ServeAsync(ConsulRequest request, WatchTopic topic, Func<string, CancellationToken, ValueTask<ServiceHealth>> find)
    {
        if (await CatalogRequest.ReadAsync(request, near.Of(request), missing: "Missing service name") is not { } asked) return;
        var (query, name) = (request.Query, request.Rest);
        var problem = !TryPassing(query, out var passing) ? "Invalid value for ?passing" : null;
        if (query.First("peer").Length > 0 && (query.First("sg").Length > 0 || query.First("sameness-group").Length > 0))
            problem ??= "peer-name and sameness-group are mutually exclusive";
        if (problem is not null)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, problem);
            return;
        }
        if (query.First("peer").Length > 0) find = static (_, _) => ValueTask.FromResult(Nothing); // there are no peers that could have exported it
        await reads.ServeAsync(request, asked, schemas.HealthOfInstance, asked.Topics(topic), async (filter, token) =>
        {
            var found = await find(name, token);
            var fitting = found.Instances.Where(one => asked.Fits(one.Service) && asked.Fits(one.Node) && (!passing || one.Checks.All(static check => check.Status == CheckStatus.Passing)));
            var sorted = await near.SortAsync(filter.Of([.. fitting]), static one => one.Node.Name, asked.Near, token);
            return FilteredReads.List(sorted, found.Index, asked.Pretty, Write) with { IsVolatile = !found.IsKnown };
        }, isCacheable: true);
    }

    /// <summary>There without a value, or true as Go reads it.</summary>
    private static bool TryPassing(ConsulQuery query, out bool passing)
    {
        passing = query.Has("passing");
        if (!passing) return true;
        switch (query.First("passing"))
        {
            case "" or "1" or "t" or "T" or "TRUE" or "true" or "True":
                return true;
            case "0" or "f" or "F" or "FALSE" or "false" or "False":
                passing = false;
                return true;
            default:
                return false;
        }
    }

    private void Write(Utf8JsonWriter json, InstanceHealth instance)
    {
        json.WriteStartObject();
        json.WritePropertyName("Node"u8);
        NodeJson.Write(json, instance.Node, _datacenter);
        json.WritePropertyName("Service"u8);
        ServiceJson.WriteNodeService(json, instance.Service);
        json.WritePropertyName("Checks"u8);
        FilteredReads.WriteList(json, instance.Checks, CheckJson.Write);
        json.WriteEndObject();
    }
}
