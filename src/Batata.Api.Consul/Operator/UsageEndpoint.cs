using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Operator;

/// <summary><c>/v1/operator/usage</c>: how much the catalog holds. Protocol source: Consul <c>agent/operator_endpoint.go</c>, <c>state/usage.go</c>.</summary>
internal sealed class UsageEndpoint(ICatalogQueries catalog, StateReads reads, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    private const string Native = "connect-native";

    /// <summary>In the order in which Go writes a map.</summary>
    private static readonly string[] Kinds = ["api-gateway", Native, "connect-proxy", "ingress-gateway", "mesh-gateway", "terminating-gateway"];

    public void Map(ConsulRouteBuilder consul) => consul.Path("/operator/usage").On("GET", ConsulPermission.Read(ConsulResource.Operator), ServeAsync);

    private Task ServeAsync(ConsulRequest request)
    {
        if ((QueryOptions.Parse(request, out var query) ?? QueryOptions.RefuseEnterprise(request)) is { } refused)
            return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
        var pretty = request.Query.Has("pretty");
        var consistency = query.Consistent ? "consistent" : query.Stale ? "stale" : "leader";
        // The body tells the consistency, so an answer is for those who ask alike at the same time.
        return reads.ServeAsync(request, query with { Datacenter = "" }, new StateRead([WatchTopic.Nodes, WatchTopic.Services], async token =>
        {
            var (nodes, nodesIndex) = await catalog.NodesAsync(token);
            var (instances, servicesIndex) = await catalog.ServicesAsync(token);
            var index = Math.Max(nodesIndex, servicesIndex);
            var body = ConsulJson.Write(pretty, json => Write(json, nodes.Count, instances, index, consistency));
            return new StateAnswer(StatusCodes.Status200OK, ConsulAnswers.Json, body, index) { IsVolatile = true };
        }) { SaysConsistency = true });
    }

    private void Write(Utf8JsonWriter json, int nodes, IReadOnlyList<NodeInstance> instances, ulong index, string consistency)
    {
        json.WriteStartObject();
        json.WriteStartObject("Usage"u8);
        json.WriteStartObject(options.Value.Datacenter);
        json.WriteNumber("Services"u8, instances.Select(static one => one.Service.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        json.WriteNumber("ServiceInstances"u8, instances.Count);
        json.WriteStartObject("ConnectServiceInstances"u8);
        foreach (var kind in Kinds) json.WriteNumber(kind, instances.Count(one => kind == Native ? one.Service.IsNative : one.Service.Kind == kind));
        json.WriteEndObject();
        json.WriteNumber("BillableServiceInstances"u8, instances.Count(static one => one.Service.Kind.Length == 0 && one.Service.Name != OwnNode.ServiceId));
        json.WriteNumber("Nodes"u8, nodes);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("Index"u8, index);
        json.WriteNumber("LastContact"u8, 0);
        json.WriteBoolean("KnownLeader"u8, true);
        json.WriteString("ConsistencyLevel"u8, consistency);
        json.WriteBoolean("NotModified"u8, false);
        json.WriteNumber("Backend"u8, 0);
        json.WriteBoolean("ResultsFilteredByACLs"u8, false);
        json.WriteEndObject();
    }
}
