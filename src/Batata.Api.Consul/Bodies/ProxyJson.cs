using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Bodies;

/// <summary>A proxy as the catalog keeps and shows it. Protocol source: Consul <c>ConnectProxyConfig.MarshalJSON</c>.</summary>
internal static class ProxyJson
{
    public const string PreparedQuery = "prepared_query";

    public static ServiceProxy ToProxy(ProxyForm form) => new(
        form.DestinationServiceName, form.DestinationServiceId, Encoding.UTF8.GetString(ConsulJson.Write(pretty: false, json => Write(json, form)).Span));

    private static void Write(Utf8JsonWriter json, ProxyForm form)
    {
        json.WriteStartObject();
        if (form.EnvoyExtensions is { ValueKind: JsonValueKind.Array } extensions && extensions.GetArrayLength() > 0) WriteSorted(json, "EnvoyExtensions", extensions);
        WriteText(json, "DestinationServiceName", form.DestinationServiceName);
        WriteText(json, "DestinationServiceID", form.DestinationServiceId);
        WriteText(json, "LocalServiceAddress", form.LocalServiceAddress);
        WriteInt(json, "LocalServicePort", form.LocalServicePort);
        WriteText(json, "LocalServiceSocketPath", form.LocalServiceSocketPath);
        json.WriteString("Mode"u8, form.Mode);
        if (form.Config is { } config && config.EnumerateObject().Any()) WriteSorted(json, "Config", config);
        if (form.Upstreams.Count > 0) WriteUpstreams(json, form.Upstreams);
        WriteMeshGateway(json, form.MeshGateway);
        WriteExpose(json, form.Expose);
        if (form.TransparentProxy is { } transparent && (transparent.OutboundListenerPort != 0 || transparent.DialedDirectly))
        {
            json.WriteStartObject("TransparentProxy"u8);
            WriteInt(json, "OutboundListenerPort", transparent.OutboundListenerPort);
            if (transparent.DialedDirectly) json.WriteBoolean("DialedDirectly"u8, true);
            json.WriteEndObject();
        }
        if (form.AccessLogs is { } logs && logs.EnumerateObject().Any()) WriteSorted(json, "AccessLogs", logs);
        json.WriteEndObject();
    }

    private static void WriteUpstreams(Utf8JsonWriter json, List<UpstreamForm> upstreams)
    {
        json.WriteStartArray("Upstreams"u8);
        foreach (var upstream in upstreams)
        {
            json.WriteStartObject();
            json.WriteString("DestinationType"u8, upstream.DestinationType);
            WriteText(json, "DestinationNamespace", upstream.DestinationNamespace);
            WriteText(json, "DestinationPartition", upstream.DestinationPartition);
            WriteText(json, "DestinationPeer", upstream.DestinationPeer);
            json.WriteString("DestinationName"u8, upstream.DestinationName);
            json.WriteString("Datacenter"u8, upstream.Datacenter);
            WriteText(json, "LocalBindAddress", upstream.LocalBindAddress);
            WriteInt(json, "LocalBindPort", upstream.LocalBindPort);
            WriteText(json, "LocalBindSocketPath", upstream.LocalBindSocketPath);
            WriteText(json, "LocalBindSocketMode", upstream.LocalBindSocketMode);
            if (upstream.Config is { } config && config.EnumerateObject().Any()) WriteSorted(json, "Config", config);
            WriteMeshGateway(json, upstream.MeshGateway);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteExpose(Utf8JsonWriter json, ExposeForm expose)
    {
        json.WriteStartObject("Expose"u8);
        if (expose.Checks) json.WriteBoolean("Checks"u8, true);
        if (expose.Paths.Count > 0)
        {
            json.WriteStartArray("Paths"u8);
            foreach (var path in expose.Paths)
            {
                json.WriteStartObject();
                WriteInt(json, "ListenerPort", path.ListenerPort);
                WriteText(json, "Path", path.Path);
                WriteInt(json, "LocalPathPort", path.LocalPathPort);
                WriteText(json, "Protocol", path.Protocol);
                if (path.ParsedFromCheck) json.WriteBoolean("ParsedFromCheck"u8, true);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteMeshGateway(Utf8JsonWriter json, string mode)
    {
        json.WriteStartObject("MeshGateway"u8);
        WriteText(json, "Mode", mode);
        json.WriteEndObject();
    }

    /// <summary>As Go writes a map: by name.</summary>
    private static void WriteSorted(Utf8JsonWriter json, string? name, JsonElement value)
    {
        if (name is not null) json.WritePropertyName(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
                foreach (var (key, one) in members) WriteSorted(json, key, one);
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var one in value.EnumerateArray()) WriteSorted(json, null, one);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
    }

    private static void WriteInt(Utf8JsonWriter json, string name, int number)
    {
        if (number != 0) json.WriteNumber(name, number);
    }
}
