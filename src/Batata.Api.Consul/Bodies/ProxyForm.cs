using System.Text.Json;

namespace Batata.Api.Consul.Bodies;

/// <summary>The member <c>Proxy</c> of a service. Protocol source: Consul <c>structs.ConnectProxyConfig</c>.</summary>
internal sealed class ProxyForm
{
    public static readonly BodyShape<ProxyForm> Shape = new BodyShape<ProxyForm>("structs.ConnectProxyConfig")
        .Text("DestinationServiceName", static (form, value) => form.DestinationServiceName = value, "destination_service_name")
        .Text("DestinationServiceID", static (form, value) => form.DestinationServiceId = value, "destination_service_id")
        .Text("LocalServiceAddress", static (form, value) => form.LocalServiceAddress = value, "local_service_address")
        .Int("LocalServicePort", static (form, value) => form.LocalServicePort = value, "local_service_port")
        .Text("LocalServiceSocketPath", static (form, value) => form.LocalServiceSocketPath = value, "local_service_socket_path")
        .Text("Mode", static (form, value) => form.Mode = value)
        .AnyObject("Config", static (form, value) => form.Config = value.Clone())
        .List("Upstreams", UpstreamForm.Shape, static (form, value) => form.Upstreams = value)
        .Object("MeshGateway", MeshGatewayForm.Shape, static (form, value) => form.MeshGateway = value.Mode, "mesh_gateway")
        .Object("Expose", ExposeForm.Shape, static (form, value) => form.Expose = value)
        .Object("TransparentProxy", TransparentProxyForm.Shape, static (form, value) => form.TransparentProxy = value, "transparent_proxy")
        .Any("EnvoyExtensions", static (form, value) => form.EnvoyExtensions = value.Clone())
        .AnyObject("AccessLogs", static (form, value) => form.AccessLogs = value.Clone());

    public string DestinationServiceName { get; set; } = "";

    public string DestinationServiceId { get; set; } = "";

    public string LocalServiceAddress { get; set; } = "";

    public int LocalServicePort { get; set; }

    public string LocalServiceSocketPath { get; set; } = "";

    public string Mode { get; set; } = "";

    public JsonElement? Config { get; set; }

    public List<UpstreamForm> Upstreams { get; set; } = [];

    public string MeshGateway { get; set; } = "";

    public ExposeForm Expose { get; set; } = new();

    public TransparentProxyForm? TransparentProxy { get; set; }

    public JsonElement? EnvoyExtensions { get; set; }

    public JsonElement? AccessLogs { get; set; }
}

/// <summary>Protocol source: Consul <c>structs.Upstream</c>.</summary>
internal sealed class UpstreamForm
{
    public static readonly BodyShape<UpstreamForm> Shape = new BodyShape<UpstreamForm>("structs.Upstream")
        .Text("DestinationType", static (form, value) => form.DestinationType = value, "destination_type")
        .Text("DestinationNamespace", static (form, value) => form.DestinationNamespace = value)
        .Text("DestinationPartition", static (form, value) => form.DestinationPartition = value)
        .Text("DestinationPeer", static (form, value) => form.DestinationPeer = value, "destination_peer")
        .Text("DestinationName", static (form, value) => form.DestinationName = value, "destination_name")
        .Text("Datacenter", static (form, value) => form.Datacenter = value)
        .Text("LocalBindAddress", static (form, value) => form.LocalBindAddress = value, "local_bind_address")
        .Int("LocalBindPort", static (form, value) => form.LocalBindPort = value, "local_bind_port")
        .Text("LocalBindSocketPath", static (form, value) => form.LocalBindSocketPath = value, "local_bind_socket_path")
        .Text("LocalBindSocketMode", static (form, value) => form.LocalBindSocketMode = value, "local_bind_socket_mode")
        .AnyObject("Config", static (form, value) => form.Config = value.Clone())
        .Object("MeshGateway", MeshGatewayForm.Shape, static (form, value) => form.MeshGateway = value.Mode, "mesh_gateway");

    public string DestinationType { get; set; } = "";

    public string DestinationNamespace { get; set; } = "";

    public string DestinationPartition { get; set; } = "";

    public string DestinationPeer { get; set; } = "";

    public string DestinationName { get; set; } = "";

    public string Datacenter { get; set; } = "";

    public string LocalBindAddress { get; set; } = "";

    public int LocalBindPort { get; set; }

    public string LocalBindSocketPath { get; set; } = "";

    public string LocalBindSocketMode { get; set; } = "";

    public JsonElement? Config { get; set; }

    public string MeshGateway { get; set; } = "";
}

internal sealed class MeshGatewayForm
{
    public static readonly BodyShape<MeshGatewayForm> Shape = new BodyShape<MeshGatewayForm>("structs.MeshGatewayConfig").Text("Mode", static (form, value) => form.Mode = value);

    public string Mode { get; set; } = "";
}

internal sealed class TransparentProxyForm
{
    public static readonly BodyShape<TransparentProxyForm> Shape = new BodyShape<TransparentProxyForm>("structs.TransparentProxyConfig")
        .Int("OutboundListenerPort", static (form, value) => form.OutboundListenerPort = value)
        .Bool("DialedDirectly", static (form, value) => form.DialedDirectly = value);

    public int OutboundListenerPort { get; set; }

    public bool DialedDirectly { get; set; }
}

internal sealed class ExposeForm
{
    public static readonly BodyShape<ExposeForm> Shape = new BodyShape<ExposeForm>("structs.ExposeConfig")
        .Bool("Checks", static (form, value) => form.Checks = value)
        .List("Paths", ExposePathForm.Shape, static (form, value) => form.Paths = value);

    public bool Checks { get; set; }

    public List<ExposePathForm> Paths { get; set; } = [];
}

internal sealed class ExposePathForm
{
    public static readonly BodyShape<ExposePathForm> Shape = new BodyShape<ExposePathForm>("structs.ExposePath")
        .Int("ListenerPort", static (form, value) => form.ListenerPort = value, "listener_port")
        .Text("Path", static (form, value) => form.Path = value)
        .Int("LocalPathPort", static (form, value) => form.LocalPathPort = value, "local_path_port")
        .Text("Protocol", static (form, value) => form.Protocol = value)
        .Bool("ParsedFromCheck", static (form, value) => form.ParsedFromCheck = value);

    public int ListenerPort { get; set; }

    public string Path { get; set; } = "";

    public int LocalPathPort { get; set; }

    public string Protocol { get; set; } = "";

    public bool ParsedFromCheck { get; set; }
}
