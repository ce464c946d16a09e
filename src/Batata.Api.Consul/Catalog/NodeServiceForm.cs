using System.Text;
using Batata.Api.Consul.Agent;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Catalog;

/// <summary>A service in a registration with the catalog or a transaction. Protocol source: Consul <c>structs.NodeService</c>.</summary>
internal sealed class NodeServiceForm
{
    public const string NoName = "Must provide service name (Service.Service) when service ID is provided";

    public static readonly BodyShape<NodeServiceForm> Shape = AddMembers(new BodyShape<NodeServiceForm>("structs.NodeService"));

    /// <summary>What every form of a service may hold.</summary>
    public static BodyShape<NodeServiceForm> AddMembers(BodyShape<NodeServiceForm> shape) => shape
        .Text("Kind", static (form, value) => form.Given.Kind = value)
        .Text("ID", static (form, value) => form.Given.Id = value)
        .Text("Service", static (form, value) => form.Given.Name = value)
        .Texts("Tags", static (form, value) => form.Given.Tags = value)
        .Text("Address", static (form, value) => form.Given.Address = value)
        .Map("TaggedAddresses", AddressForm.Shape, static (form, value) => form.Given.TaggedAddresses = value, "tagged_addresses")
        .TextMap("Meta", static (form, value) => form.Given.Meta = value)
        .Int("Port", static (form, value) => form.Given.Port = value)
        .List("Ports", PortForm.Shape, static (form, value) => form.Given.Ports = value)
        .Text("SocketPath", static (form, value) => form.Given.SocketPath = value)
        .Object("Weights", WeightsForm.Shape, static (form, value) => form.Given.Weights = value)
        .Bool("EnableTagOverride", static (form, value) => form.Given.EnableTagOverride = value, "enable_tag_override")
        .Object("Proxy", ProxyForm.Shape, static (form, value) => form.Given.Proxy = value)
        .Object("Connect", ConnectForm.Of(static () => ServiceForm.Shape), static (form, value) => form.Given.Connect = value)
        .Text("PeerName", static (_, _) => { })
        .Object("Locality", LocalityForm.Shape, static (form, value) => form.Given.Locality = value)
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (form, value) => form.ModifyIndex = value);

    /// <summary>In the words of an agent, whose rules hold here, too.</summary>
    public ServiceForm Given { get; } = new();

    /// <summary>For transactions: what is expected.</summary>
    public ulong ModifyIndex { get; private set; }

    /// <summary>Of no name and no id: checked like any other, and left out.</summary>
    public bool IsEmpty => Given.Id.Length == 0 && Given.Name.Length == 0;

    /// <summary>The order is Consul's. Protocol source: Consul <c>servicePreApply</c>.</summary>
    /// <returns>Why it is refused with 500; null when it is not.</returns>
    public string? Problem()
    {
        if (ServiceRules.Problems(Given) is { } problems) return problems;
        if (Given.Name.Length == 0 && Given.Id.Length > 0) return NoName;
        return ServiceRules.IsAnyAddress(Given.Address) ? "Invalid service address" : null;
    }

    public ServiceInstance ToInstance(string node) => new(
        node, Given.Id.Length > 0 ? Given.Id : Given.Name, Given.Name, Given.Kind, Given.Tags, Given.Address, Given.Port,
        [.. Given.Ports.Select(static port => new ServicePort(port.Name, port.Port, port.IsDefault))],
        Given.TaggedAddresses.ToDictionary(static one => one.Key, static one => new ServiceAddress(one.Value.Address, one.Value.Port), StringComparer.Ordinal), Given.Meta,
        Given.SocketPath, WeightsOf(Given.Weights), Given.EnableTagOverride, Given.Proxy is null ? null : ProxyJson.ToProxy(Given.Proxy), Given.Connect.IsNative,
        Given.Locality is { } locality ? LocalityJson(locality) : null, 0, ModifyIndex);

    /// <summary>Those that make no sense are left out silently. Protocol source: Consul <c>NodeService.ToServiceNode</c>.</summary>
    private static ServiceWeights WeightsOf(WeightsForm? weights) =>
        weights is null || ServiceRules.WeightsProblem(weights) is not null ? ServiceWeights.Default : new ServiceWeights(weights.Passing, weights.Warning);

    private static string LocalityJson(LocalityForm locality) => Encoding.UTF8.GetString(ConsulJson.Write(pretty: false, json =>
    {
        json.WriteStartObject();
        json.WriteString("Region"u8, locality.Region);
        json.WriteString("Zone"u8, locality.Zone);
        json.WriteEndObject();
    }).Span);
}
