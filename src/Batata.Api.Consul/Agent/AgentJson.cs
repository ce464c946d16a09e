using System.Text.Json;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>Services as their agent shows them. Protocol source: Consul <c>api.AgentService</c>.</summary>
internal static class AgentJson
{
    /// <param name="hash">Of the whole; null where none is shown.</param>
    public static void Write(Utf8JsonWriter json, AgentService service, string datacenter, string? hash)
    {
        var from = service.Definition;
        json.WriteStartObject();
        if (from.Kind.Length > 0) json.WriteString("Kind"u8, from.Kind);
        json.WriteString("ID"u8, from.Id);
        json.WriteString("Service"u8, from.Name);
        json.WriteStartArray("Tags"u8);
        foreach (var tag in from.Tags) json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteStartObject("Meta"u8);
        foreach (var (key, value) in (from.Meta ?? new Dictionary<string, string>()).OrderBy(static pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteNumber("Port"u8, from.Port);
        WritePorts(json, from.Ports);
        json.WriteString("Address"u8, from.Address);
        if (from.SocketPath.Length > 0) json.WriteString("SocketPath"u8, from.SocketPath);
        WriteTagged(json, from.TaggedAddresses);
        json.WriteStartObject("Weights"u8);
        json.WriteNumber("Passing"u8, from.Weights.Passing);
        json.WriteNumber("Warning"u8, from.Weights.Warning);
        json.WriteEndObject();
        json.WriteBoolean("EnableTagOverride"u8, from.EnableTagOverride);
        if (hash is not null) json.WriteString("ContentHash"u8, hash);
        if (from.Proxy is { } proxy && (from.Kind == ServiceInstance.ConnectProxyKind || ServiceRules.IsGateway(from.Kind))) WriteProxy(json, proxy);
        if (from.IsNative)
        {
            json.WriteStartObject("Connect"u8);
            json.WriteBoolean("Native"u8, true);
            json.WriteEndObject();
        }
        json.WriteString("Datacenter"u8, datacenter);
        if (from.LocalityJson is { } locality)
        {
            json.WritePropertyName("Locality"u8);
            json.WriteRawValue(locality);
        }
        json.WriteEndObject();
    }

    private static void WritePorts(Utf8JsonWriter json, IReadOnlyList<ServicePort> ports)
    {
        if (ports.Count == 0) return;
        json.WriteStartArray("Ports"u8);
        foreach (var port in ports)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, port.Name);
            json.WriteNumber("Port"u8, port.Port);
            json.WriteBoolean("Default"u8, port.IsDefault);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTagged(Utf8JsonWriter json, IReadOnlyDictionary<string, ServiceAddress> addresses)
    {
        if (addresses.Count == 0) return;
        json.WriteStartObject("TaggedAddresses"u8);
        foreach (var (tag, address) in addresses.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(tag);
            json.WriteString("Address"u8, address.Address);
            json.WriteNumber("Port"u8, address.Port);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Agents leave out what the catalog shows empty, and tell of exposed paths whether a check brought them.</summary>
    private static void WriteProxy(Utf8JsonWriter json, ServiceProxy proxy)
    {
        using var document = JsonDocument.Parse(proxy.Json);
        json.WriteStartObject("Proxy"u8);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Mode" when IsEmpty(member.Value):
                    break;
                case "Upstreams":
                    json.WriteStartArray("Upstreams"u8);
                    foreach (var upstream in member.Value.EnumerateArray()) WriteMembers(json, upstream, static one => one.Name is "Datacenter" or "DestinationType" && IsEmpty(one.Value), null);
                    json.WriteEndArray();
                    break;
                case "Expose" when member.Value.TryGetProperty("Paths", out var paths):
                    json.WriteStartObject("Expose"u8);
                    if (member.Value.TryGetProperty("Checks", out var checks)) json.WriteBoolean("Checks"u8, checks.GetBoolean());
                    json.WriteStartArray("Paths"u8);
                    foreach (var path in paths.EnumerateArray()) WriteMembers(json, path, static _ => false, "ParsedFromCheck");
                    json.WriteEndArray();
                    json.WriteEndObject();
                    break;
                default:
                    member.WriteTo(json);
                    break;
            }
        }
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement from, Predicate<JsonProperty> isLeftOut, string? flag)
    {
        json.WriteStartObject();
        foreach (var member in from.EnumerateObject())
        {
            if (!isLeftOut(member)) member.WriteTo(json);
        }
        if (flag is not null && !from.TryGetProperty(flag, out _)) json.WriteBoolean(flag, false);
        json.WriteEndObject();
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8);
}
