using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Filters;

/// <summary>What filters may name on each kind of object. Protocol source: fields of Consul's <c>agent/structs</c> without those marked <c>bexpr:"-"</c>.</summary>
internal sealed class FilterSchemas
{
    private static readonly FilterSchema<ServiceAddress> Address = new FilterSchema<ServiceAddress>().Text("Address", static a => a.Address).Number("Port", static a => a.Port);

    private static readonly FilterSchema<ServicePort> Port =
        new FilterSchema<ServicePort>().Text("Name", static p => p.Name).Number("Port", static p => p.Port).Bool("Default", static p => p.IsDefault);

    private static readonly FilterSchema<ServiceWeights> Weights =
        new FilterSchema<ServiceWeights>().Number("Passing", static w => w.Passing).Number("Warning", static w => w.Warning);

    private static readonly FilterSchema<ServiceInstance> Connect = new FilterSchema<ServiceInstance>().Bool("Native", static s => s.IsNative);

    public FilterSchemas(IOptions<ConsulOptions> options)
    {
        var datacenter = options.Value.Datacenter;
        Node = new FilterSchema<CatalogNode>()
            .Text("ID", static n => n.Id).Text("Node", static n => n.Name).Text("Address", static n => n.Address).Text("Datacenter", _ => datacenter)
            .Map("TaggedAddresses", static n => n.TaggedAddresses).Map("Meta", static n => n.Meta).Text("PeerName", static _ => "");
        ServiceNode = ForServiceNode(datacenter);
        HealthOfInstance = new FilterSchema<InstanceHealth>()
            .Object("Node", static h => h.Node, Node).Object("Service", static h => h.Service, NodeService).Objects("Checks", static h => h.Checks, Check);
    }

    /// <summary>catalog/nodes.</summary>
    public FilterSchema<CatalogNode> Node { get; }

    /// <summary>catalog/service, connect, services: the node and the service beside each other.</summary>
    public FilterSchema<NodeInstance> ServiceNode { get; }

    /// <summary>health/service, connect, ingress: the node, the service and the checks inside.</summary>
    public FilterSchema<InstanceHealth> HealthOfInstance { get; }

    /// <summary>catalog/node and node-services: it picks among the services.</summary>
    public FilterSchema<ServiceInstance> NodeService { get; } = ForService(new FilterSchema<ServiceInstance>())
        .Object("Proxy", FilterProxy.Read, FilterProxy.Schema).Object("Connect", static s => s, Connect).Text("PeerName", static _ => "");

    /// <summary>agent/services: an agent has no object at all where there is nothing of a proxy or of Connect.</summary>
    public FilterSchema<ServiceInstance> AgentService { get; } = ForService(new FilterSchema<ServiceInstance>())
        .Object("Proxy", static s => s.Proxy is null ? null : FilterProxy.Read(s), FilterProxy.Schema).Object("Connect", static s => s.IsNative ? s : null, Connect);

    /// <summary>agent/checks and the reads of checks below health.</summary>
    public FilterSchema<HealthCheck> Check { get; } = new FilterSchema<HealthCheck>()
        .Text("Node", static c => c.Node).Text("CheckID", static c => c.CheckId).Text("Name", static c => c.Name).Text("Status", static c => c.Status)
        .Text("Notes", static c => c.Notes).Text("Output", static c => c.Output).Text("ServiceID", static c => c.ServiceId).Text("ServiceName", static c => c.ServiceName)
        .Texts("ServiceTags", static c => c.ServiceTags).Text("Type", static c => c.Type).Text("Interval", static c => c.Interval).Text("Timeout", static c => c.Timeout)
        .Number("ExposedPort", static c => c.ExposedPort).Text("PeerName", static _ => "");

    /// <summary>agent/members.</summary>
    public FilterSchema<FilterMember> Member { get; } = new FilterSchema<FilterMember>()
        .Text("Name", static m => m.Name).Bytes("Addr", static m => m.Addr).Number("Port", static m => m.Port).Map("Tags", static m => m.Tags).Number("Status", static m => m.Status)
        .Number("ProtocolMin", static m => m.ProtocolMin).Number("ProtocolMax", static m => m.ProtocolMax).Number("ProtocolCur", static m => m.ProtocolCur)
        .Number("DelegateMin", static m => m.DelegateMin).Number("DelegateMax", static m => m.DelegateMax).Number("DelegateCur", static m => m.DelegateCur);

    private static FilterSchema<ServiceInstance> ForService(FilterSchema<ServiceInstance> schema) => schema
        .Text("Kind", static s => s.Kind).Text("ID", static s => s.Id).Text("Service", static s => s.Name).Texts("Tags", static s => s.Tags)
        .Text("Address", static s => s.Address).Map("TaggedAddresses", static s => s.TaggedAddresses, Address).Map("Meta", static s => s.Meta)
        .Number("Port", static s => s.Port).Objects("Ports", static s => s.Ports, Port).Text("SocketPath", static s => s.SocketPath)
        .Object("Weights", static s => s.Weights, Weights).Bool("EnableTagOverride", static s => s.EnableTagOverride);

    private static FilterSchema<NodeInstance> ForServiceNode(string datacenter) => new FilterSchema<NodeInstance>()
        .Text("ID", static i => i.Node.Id).Text("Node", static i => i.Node.Name).Text("Address", static i => i.Node.Address).Text("Datacenter", _ => datacenter)
        .Map("TaggedAddresses", static i => i.Node.TaggedAddresses).Map("NodeMeta", static i => i.Node.Meta)
        .Text("ServiceKind", static i => i.Service.Kind).Text("ServiceID", static i => i.Service.Id).Text("ServiceName", static i => i.Service.Name)
        .Texts("ServiceTags", static i => i.Service.Tags).Text("ServiceAddress", static i => i.Service.Address)
        .Map("ServiceTaggedAddresses", static i => i.Service.TaggedAddresses, Address).Object("ServiceWeights", static i => i.Service.Weights, Weights)
        .Map("ServiceMeta", static i => i.Service.Meta).Number("ServicePort", static i => i.Service.Port).Objects("ServicePorts", static i => i.Service.Ports, Port)
        .Text("ServiceSocketPath", static i => i.Service.SocketPath).Bool("ServiceEnableTagOverride", static i => i.Service.EnableTagOverride)
        .Object("ServiceProxy", static i => FilterProxy.Read(i.Service), FilterProxy.Schema).Object("ServiceConnect", static i => i.Service, Connect)
        .Text("PeerName", static _ => "");
}

/// <summary>A member as Serf has it; its state is a number.</summary>
/// <param name="Addr">Bytes of the address.</param>
/// <param name="Status">1 alive, 2 leaving, 3 left, 4 failed.</param>
internal sealed record FilterMember(
    string Name, byte[] Addr, int Port, IReadOnlyDictionary<string, string> Tags, int Status,
    int ProtocolMin, int ProtocolMax, int ProtocolCur, int DelegateMin, int DelegateMax, int DelegateCur);
