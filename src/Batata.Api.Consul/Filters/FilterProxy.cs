using System.Text.Json;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Filters;

/// <summary>
/// The proxy inside a service, which is kept as the JSON that answers show; what is left out there is empty, zero or false. Protocol source: Consul <c>ConnectProxyConfig</c>.
/// </summary>
internal sealed class FilterProxy
{
    private static readonly FilterProxy Empty = new(default);

    private readonly JsonElement _json;

    private FilterProxy(JsonElement json) => _json = json;

    public static FilterSchema<FilterProxy> Schema { get; } = Build();

    /// <summary>A service that is no proxy has an empty one.</summary>
    public static FilterProxy Read(ServiceInstance service)
    {
        if (service.Proxy is not { Json.Length: > 0 } proxy) return Empty;
        using var document = JsonDocument.Parse(proxy.Json);
        return new FilterProxy(document.RootElement.Clone());
    }

    private static FilterSchema<FilterProxy> Build()
    {
        var mode = Of("Mode");
        var upstream = Of(
            "DestinationType", "DestinationNamespace", "DestinationPartition", "DestinationPeer", "DestinationName", "Datacenter", "LocalBindAddress", "LocalBindSocketPath",
            "LocalBindSocketMode");
        Number(upstream, "LocalBindPort").Object("MeshGateway", static p => p.Member("MeshGateway"), mode);
        var path = Flag(Number(Number(Of("Path", "Protocol"), "ListenerPort"), "LocalPathPort"), "ParsedFromCheck");
        var expose = Flag(new FilterSchema<FilterProxy>(), "Checks").Objects("Paths", static p => p.List("Paths"), path);
        var logs = Flag(Flag(Of("Type", "Path", "JSONFormat", "TextFormat"), "Enabled"), "DisableListenerLogs");
        var extension = Flag(Of("Name", "ConsulVersion", "EnvoyVersion"), "Required");
        return Number(Of("DestinationServiceName", "DestinationServiceID", "LocalServiceAddress", "LocalServiceSocketPath", "Mode", "MutualTLSMode"), "LocalServicePort")
            .Objects("Upstreams", static p => p.List("Upstreams"), upstream)
            .Objects("EnvoyExtensions", static p => p.List("EnvoyExtensions"), extension)
            .Object("MeshGateway", static p => p.Member("MeshGateway"), mode)
            .Object("Expose", static p => p.Member("Expose"), expose)
            .Object("AccessLogs", static p => p.Member("AccessLogs"), logs)
            .Object("TransparentProxy", static p => p.Member("TransparentProxy"), Flag(Number(new FilterSchema<FilterProxy>(), "OutboundListenerPort"), "DialedDirectly"));
    }

    private static FilterSchema<FilterProxy> Of(params string[] texts)
    {
        var schema = new FilterSchema<FilterProxy>();
        foreach (var name in texts) schema.Text(name, proxy => proxy.Find(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "");
        return schema;
    }

    private static FilterSchema<FilterProxy> Number(FilterSchema<FilterProxy> schema, string name) =>
        schema.Number(name, proxy => proxy.Find(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0);

    private static FilterSchema<FilterProxy> Flag(FilterSchema<FilterProxy> schema, string name) => schema.Bool(name, proxy => proxy.Find(name).ValueKind == JsonValueKind.True);

    private JsonElement Find(string name) => _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out var value) ? value : default;

    private FilterProxy Member(string name) => new(Find(name));

    private List<FilterProxy> List(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(static one => new FilterProxy(one))] : [];
}
