using Batata.Api.Consul.Agent;
using Batata.Api.Consul.Bodies;

namespace Batata.Api.Consul.Catalog;

/// <summary>The body of <c>PUT /v1/catalog/register</c>. Protocol source: Consul <c>structs.RegisterRequest</c>.</summary>
internal sealed class RegisterForm
{
    public static readonly BodyShape<RegisterForm> Shape = new BodyShape<RegisterForm>("structs.RegisterRequest")
        .Text("Datacenter", static (form, value) => form.Datacenter = value)
        .Text("ID", static (form, value) => form.Id = value)
        .Text("Node", static (form, value) => form.Node = value)
        .Text("Address", static (form, value) => form.Address = value)
        .TextMap("TaggedAddresses", static (form, value) => form.TaggedAddresses = value)
        .TextMap("NodeMeta", static (form, value) => form.NodeMeta = value)
        .Object("Service", NodeServiceForm.Shape, static (form, value) => form.Service = value).Null("Service", static form => form.Service = null)
        .Object("Check", CatalogCheckForm.Shape, static (form, value) => form.Check = value).Null("Check", static form => form.Check = null)
        .List("Checks", CatalogCheckForm.Shape, static (form, value) => form.Checks = value)
        .Bool("SkipNodeUpdate", static (form, value) => form.SkipNodeUpdate = value)
        .Object("Locality", LocalityForm.Shape, static (_, _) => { })
        .Text("PeerName", static (_, _) => { })
        .Text("Token", static (_, _) => { })
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (_, _) => { });

    public string Datacenter { get; private set; } = "";

    public string Id { get; private set; } = "";

    public string Node { get; private set; } = "";

    public string Address { get; private set; } = "";

    public Dictionary<string, string>? TaggedAddresses { get; private set; }

    public Dictionary<string, string>? NodeMeta { get; private set; }

    public NodeServiceForm? Service { get; private set; }

    public CatalogCheckForm? Check { get; private set; }

    public List<CatalogCheckForm> Checks { get; private set; } = [];

    public bool SkipNodeUpdate { get; private set; }
}

/// <summary>The body of <c>PUT /v1/catalog/deregister</c>. Protocol source: Consul <c>structs.DeregisterRequest</c>.</summary>
internal sealed class DeregisterForm
{
    public static readonly BodyShape<DeregisterForm> Shape = new BodyShape<DeregisterForm>("structs.DeregisterRequest")
        .Text("Datacenter", static (form, value) => form.Datacenter = value)
        .Text("Node", static (form, value) => form.Node = value)
        .Text("ServiceID", static (form, value) => form.ServiceId = value)
        .Text("CheckID", static (form, value) => form.CheckId = value)
        .Text("Address", static (_, _) => { }) // of old clients
        .Text("PeerName", static (_, _) => { })
        .Text("Token", static (_, _) => { });

    public string Datacenter { get; private set; } = "";

    public string Node { get; private set; } = "";

    public string ServiceId { get; private set; } = "";

    public string CheckId { get; private set; } = "";
}
