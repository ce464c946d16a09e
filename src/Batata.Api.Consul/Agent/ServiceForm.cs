using Batata.Api.Consul.Bodies;

namespace Batata.Api.Consul.Agent;

/// <summary>A service in a registration with an agent. Protocol source: Consul <c>structs.ServiceDefinition</c>.</summary>
internal sealed class ServiceForm
{
    public static readonly BodyShape<ServiceForm> Shape = Made(CheckForm.Embedded, static () => Shape!);

    public static readonly BodyShape<ServiceForm> InFile = Made(CheckForm.InFile, static () => InFile!);

    public string Kind { get; set; } = "";

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public List<string> Tags { get; set; } = [];

    public string Address { get; set; } = "";

    public Dictionary<string, AddressForm> TaggedAddresses { get; set; } = [];

    public Dictionary<string, string>? Meta { get; set; }

    public int Port { get; set; }

    public List<PortForm> Ports { get; set; } = [];

    public string SocketPath { get; set; } = "";

    public CheckForm Check { get; set; } = new();

    public List<CheckForm> Checks { get; set; } = [];

    public WeightsForm? Weights { get; set; }

    /// <summary>Counts in configuration files alone.</summary>
    public string Token { get; set; } = "";

    public bool EnableTagOverride { get; set; }

    public LocalityForm? Locality { get; set; }

    public ProxyForm? Proxy { get; set; }

    public ConnectForm Connect { get; set; } = new();

    /// <param name="service">The shape itself: a sidecar is a service inside a service.</param>
    private static BodyShape<ServiceForm> Made(BodyShape<CheckForm> check, Func<BodyShape<ServiceForm>> service) => new BodyShape<ServiceForm>("ServiceDefinition")
        .Text("Kind", static (form, value) => form.Kind = value)
        .Text("ID", static (form, value) => form.Id = value)
        .Text("Name", static (form, value) => form.Name = value)
        .Texts("Tags", static (form, value) => form.Tags = value)
        .Text("Address", static (form, value) => form.Address = value)
        .Map("TaggedAddresses", AddressForm.Shape, static (form, value) => form.TaggedAddresses = value, "tagged_addresses")
        .TextMap("Meta", static (form, value) => form.Meta = value)
        .Int("Port", static (form, value) => form.Port = value)
        .List("Ports", PortForm.Shape, static (form, value) => form.Ports = value)
        .Text("SocketPath", static (form, value) => form.SocketPath = value)
        .Object("Check", check, static (form, value) => form.Check = value)
        .List("Checks", check, static (form, value) => form.Checks = value)
        .Object("Weights", WeightsForm.Shape, static (form, value) => form.Weights = value)
        .Text("Token", static (form, value) => form.Token = value)
        .Bool("EnableTagOverride", static (form, value) => form.EnableTagOverride = value, "enable_tag_override")
        .Object("Locality", LocalityForm.Shape, static (form, value) => form.Locality = value)
        .Object("Proxy", ProxyForm.Shape, static (form, value) => form.Proxy = value)
        .Object("Connect", ConnectForm.Of(service), static (form, value) => form.Connect = value);
}

internal sealed class AddressForm
{
    public static readonly BodyShape<AddressForm> Shape = new BodyShape<AddressForm>("structs.ServiceAddress")
        .Text("Address", static (form, value) => form.Address = value)
        .Int("Port", static (form, value) => form.Port = value);

    public string Address { get; set; } = "";

    public int Port { get; set; }
}

internal sealed class PortForm
{
    public static readonly BodyShape<PortForm> Shape = new BodyShape<PortForm>("structs.ServicePort")
        .Text("Name", static (form, value) => form.Name = value)
        .Int("Port", static (form, value) => form.Port = value)
        .Bool("Default", static (form, value) => form.IsDefault = value);

    public string Name { get; set; } = "";

    public int Port { get; set; }

    public bool IsDefault { get; set; }
}

internal sealed class WeightsForm
{
    public static readonly BodyShape<WeightsForm> Shape = new BodyShape<WeightsForm>("structs.Weights")
        .Int("Passing", static (form, value) => form.Passing = value)
        .Int("Warning", static (form, value) => form.Warning = value);

    public int Passing { get; set; }

    public int Warning { get; set; }
}

internal sealed class LocalityForm
{
    public static readonly BodyShape<LocalityForm> Shape = new BodyShape<LocalityForm>("structs.Locality")
        .Text("Region", static (form, value) => form.Region = value)
        .Text("Zone", static (form, value) => form.Zone = value);

    public string Region { get; set; } = "";

    public string Zone { get; set; } = "";
}

internal sealed class ConnectForm
{
    public bool IsNative { get; set; }

    public ServiceForm? Sidecar { get; set; }

    /// <summary>Lenient, unlike all around it. Protocol source: Consul <c>ServiceConnect.UnmarshalJSON</c>, which decodes with Go's defaults.</summary>
    public static BodyShape<ConnectForm> Of(Func<BodyShape<ServiceForm>> service) => new BodyShape<ConnectForm>("ServiceConnect", lenient: true)
        .Bool("Native", static (form, value) => form.IsNative = value)
        // A service inside a service: its shape is there once somebody reads a body.
        .Nested("SidecarService", service, static (form, value) => form.Sidecar = value, "sidecar_service")
        .Any("PeerMeta", static (_, _) => { });
}
