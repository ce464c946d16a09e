using System.Text.Json;
using Batata.Api.Consul.Coordinates;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Catalog;

/// <summary>Reads below <c>/v1/catalog</c>. Protocol source: Consul <c>agent/catalog_endpoint.go</c>.</summary>
internal sealed class CatalogReads(ICatalogQueries catalog, FilteredReads reads, FilterSchemas schemas, NearParameter near, IOptions<ConsulOptions> options)
{
    private readonly string _datacenter = options.Value.Datacenter;

    public async Task NodesAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, near.Of(request), partitionAlone: true) is not { } asked) return;
        await reads.ServeAsync(request, asked, schemas.Node, asked.Topics(WatchTopic.Nodes), async (filter, token) =>
        {
            var (nodes, index) = await catalog.NodesAsync(token);
            var found = await near.SortAsync(filter.Of([.. nodes.Where(asked.Fits)]), static node => node.Name, asked.Near, token);
            return FilteredReads.List(found, index, asked.Pretty, (json, node) => NodeJson.Write(json, node, _datacenter));
        });
    }

    public async Task ServicesAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, "") is not { } asked) return;
        // A filter may look at data of nodes, too.
        var topics = asked.FilterText.Length > 0 ? asked.Topics(WatchTopic.Services, WatchTopic.Nodes) : asked.Topics(WatchTopic.Services);
        await reads.ServeAsync(request, asked, schemas.ServiceNode, topics, async (filter, token) =>
        {
            if (asked.FilterText.Length == 0 && asked.NodeMeta.Count == 0)
            {
                // What clients poll: no instance is read for it.
                var (names, at) = await catalog.ServiceTagsAsync(token);
                return FilteredReads.Object(at, asked.Pretty, json => WriteNames(json, names));
            }
            var (instances, index) = await catalog.ServicesAsync(token);
            if (asked.NodeMeta.Count > 0) index = Math.Max(index, await catalog.NodesIndexAsync(token));
            var tags = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
            foreach (var one in filter.Of(instances))
            {
                if (!asked.Fits(one.Node)) continue;
                if (!tags.TryGetValue(one.Service.Name, out var all)) tags.Add(one.Service.Name, all = new SortedSet<string>(StringComparer.Ordinal));
                all.UnionWith(one.Service.Tags);
            }
            return FilteredReads.Object(index, asked.Pretty, json => WriteNames(json, tags));
        }, isCacheable: true);
    }

    public Task ServiceAsync(ConsulRequest request) => ServiceAsync(request, connect: false);

    public Task ConnectAsync(ConsulRequest request) => ServiceAsync(request, connect: true);

    public async Task NodeAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, "", missing: "Missing node name") is not { } asked) return;
        await NodeAsync(request, asked, (json, found, services) =>
        {
            if (found is null)
            {
                json.WriteNullValue();
                return;
            }
            json.WriteStartObject();
            json.WritePropertyName("Node"u8);
            NodeJson.Write(json, found.Node, _datacenter);
            json.WriteStartObject("Services"u8);
            foreach (var service in services.OrderBy(static service => service.Id, StringComparer.Ordinal))
            {
                json.WritePropertyName(service.Id);
                ServiceJson.WriteNodeService(json, service);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public async Task NodeServicesAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, "", missing: "Missing node name") is not { } asked) return;
        await NodeAsync(request, asked, (json, found, services) =>
        {
            json.WriteStartObject();
            json.WritePropertyName("Node"u8);
            if (found is null) json.WriteNullValue();
            else NodeJson.Write(json, found.Node, _datacenter);
            json.WritePropertyName("Services"u8);
            if (found is null || (services.Count == 0 && asked.FilterText.Length == 0)) json.WriteNullValue(); // Consul 1.x: also of a node without services
            else FilteredReads.WriteList(json, services, ServiceJson.WriteNodeService);
            json.WriteEndObject();
        });
    }

    private async Task ServiceAsync(ConsulRequest request, bool connect)
    {
        if (await CatalogRequest.ReadAsync(request, near.Of(request), missing: "Missing service name") is not { } asked) return;
        if (connect) asked = asked with { Tags = null };
        var name = request.Rest;
        var topic = connect ? WatchTopic.Connect(name) : WatchTopic.Service(name);
        await reads.ServeAsync(request, asked, schemas.ServiceNode, asked.Topics(topic), async (filter, token) =>
        {
            var found = connect ? await catalog.ConnectAsync(name, token) : await catalog.ServiceAsync(name, token);
            var instances = found.Instances.Where(one => asked.Fits(one.Service) && asked.Fits(one.Node)).Select(static one => new NodeInstance(one.Node, one.Service));
            var sorted = await near.SortAsync(filter.Of([.. instances]), static one => one.Node.Name, asked.Near, token);
            return FilteredReads.List(sorted, found.Index, asked.Pretty, (json, one) => ServiceJson.WriteServiceNode(json, one, _datacenter)) with { IsVolatile = !found.IsKnown };
        }, isCacheable: true);
    }

    private Task NodeAsync(ConsulRequest request, CatalogRequest asked, Action<Utf8JsonWriter, NodeContent?, IReadOnlyList<ServiceInstance>> write)
    {
        var name = request.Rest;
        // It may be an id, or the beginning of one: that of any node.
        WatchTopic[] topics = CouldBeId(name) ? [WatchTopic.Node(name), WatchTopic.Nodes] : [WatchTopic.Node(name)];
        return reads.ServeAsync(request, asked, schemas.NodeService, topics, async (filter, token) =>
        {
            var (found, index) = await catalog.NodeAsync(name, token);
            return FilteredReads.Object(index, asked.Pretty, json => write(json, found, found is null ? [] : filter.Of(found.Services))) with { IsVolatile = found is null };
        });
    }

    private static bool CouldBeId(string name) => name.Length >= 2 && name.All(static c => char.IsAsciiHexDigit(c) || c == '-');

    private static void WriteNames(Utf8JsonWriter json, SortedDictionary<string, SortedSet<string>> names)
    {
        json.WriteStartObject();
        foreach (var (name, tags) in names)
        {
            json.WriteStartArray(name);
            foreach (var tag in tags) json.WriteStringValue(tag);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
