using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Application.Catalog;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Catalog;

/// <summary>Instances in the two forms that Consul shows. Protocol source: Consul <c>structs.ServiceNode</c>, <c>structs.NodeService</c>.</summary>
internal static class ServiceJson
{
    private const string NoProxy = """{"Mode":"","MeshGateway":{},"Expose":{}}""";

    private static readonly IReadOnlyDictionary<string, string> NoMeta = new Dictionary<string, string>();

    /// <summary>Node and service side by side: catalog/service, catalog/connect.</summary>
    public static void WriteServiceNode(Utf8JsonWriter json, NodeInstance instance, string datacenter)
    {
        var (node, service) = (instance.Node, instance.Service);
        json.WriteStartObject();
        json.WriteString("ID"u8, node.Id);
        json.WriteString("Node"u8, service.Node);
        json.WriteString("Address"u8, node.Address);
        json.WriteString("Datacenter"u8, datacenter);
        NodeJson.WriteMap(json, "TaggedAddresses"u8, node.TaggedAddresses);
        NodeJson.WriteMap(json, "NodeMeta"u8, node.Meta);
        json.WriteString("ServiceKind"u8, service.Kind);
        json.WriteString("ServiceID"u8, service.Id);
        json.WriteString("ServiceName"u8, service.Name);
        NodeJson.WriteList(json, "ServiceTags"u8, service.Tags);
        json.WriteString("ServiceAddress"u8, service.Address);
        WriteTagged(json, "ServiceTaggedAddresses"u8, service.TaggedAddresses);
        WriteWeights(json, "ServiceWeights"u8, service.Weights);
        NodeJson.WriteMap(json, "ServiceMeta"u8, service.Meta ?? NoMeta); // Consul 1.x: here none is an empty one
        json.WriteNumber("ServicePort"u8, service.Port);
        WritePorts(json, "ServicePorts"u8, service.Ports);
        json.WriteString("ServiceSocketPath"u8, service.SocketPath);
        json.WriteBoolean("ServiceEnableTagOverride"u8, service.EnableTagOverride);
        json.WritePropertyName("ServiceProxy"u8);
        ConsulJson.WriteRaw(json, service.Proxy?.Json ?? NoProxy);
        WriteConnect(json, "ServiceConnect"u8, service);
        json.WritePropertyName("ServiceLocality"u8);
        ConsulJson.WriteRaw(json, service.LocalityJson ?? "null");
        json.WriteNumber("CreateIndex"u8, service.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, service.ModifyIndex);
        json.WriteEndObject();
    }

    public static void WriteNodeService(Utf8JsonWriter json, ServiceInstance service) => WriteNodeService(json, service, noneIsNull: false);

    /// <summary>The service alone: catalog/node, health/service, transactions.</summary>
    /// <param name="noneIsNull">See <see cref="NodeJson.WriteList"/>.</param>
    public static void WriteNodeService(Utf8JsonWriter json, ServiceInstance service, bool noneIsNull)
    {
        json.WriteStartObject();
        if (service.Kind.Length > 0) json.WriteString("Kind"u8, service.Kind);
        json.WriteString("ID"u8, service.Id);
        json.WriteString("Service"u8, service.Name);
        NodeJson.WriteList(json, "Tags"u8, service.Tags, noneIsNull);
        json.WriteString("Address"u8, service.Address);
        WriteTagged(json, "TaggedAddresses"u8, service.TaggedAddresses);
        NodeJson.WriteMap(json, "Meta"u8, service.Meta);
        if (service.Port != 0) json.WriteNumber("Port"u8, service.Port);
        WritePorts(json, "Ports"u8, service.Ports);
        if (service.SocketPath.Length > 0) json.WriteString("SocketPath"u8, service.SocketPath);
        WriteWeights(json, "Weights"u8, service.Weights);
        json.WriteBoolean("EnableTagOverride"u8, service.EnableTagOverride);
        json.WritePropertyName("Proxy"u8);
        ConsulJson.WriteRaw(json, service.Proxy?.Json ?? NoProxy);
        WriteConnect(json, "Connect"u8, service);
        json.WriteString("PeerName"u8, "");
        if (service.LocalityJson is { } locality)
        {
            json.WritePropertyName("Locality"u8);
            ConsulJson.WriteRaw(json, locality);
        }
        json.WriteNumber("CreateIndex"u8, service.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, service.ModifyIndex);
        json.WriteEndObject();
    }

    private static void WriteTagged(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, ServiceAddress> addresses)
    {
        if (addresses.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (tag, address) in addresses.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(tag);
            json.WriteString("Address"u8, address.Address);
            json.WriteNumber("Port"u8, address.Port);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WritePorts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<ServicePort> ports)
    {
        if (ports.Count == 0) return;
        json.WriteStartArray(name);
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

    private static void WriteWeights(Utf8JsonWriter json, ReadOnlySpan<byte> name, ServiceWeights weights)
    {
        json.WriteStartObject(name);
        json.WriteNumber("Passing"u8, weights.Passing);
        json.WriteNumber("Warning"u8, weights.Warning);
        json.WriteEndObject();
    }

    private static void WriteConnect(Utf8JsonWriter json, ReadOnlySpan<byte> name, ServiceInstance service)
    {
        json.WriteStartObject(name);
        if (service.IsNative) json.WriteBoolean("Native"u8, true);
        json.WriteEndObject();
    }
}
