using Batata.Api.Consul.Bodies;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Catalog;

/// <summary>A check in a registration with the catalog or a transaction. Protocol source: Consul <c>structs.HealthCheck</c>.</summary>
internal sealed class CatalogCheckForm
{
    public static readonly BodyShape<CatalogCheckForm> Shape = new BodyShape<CatalogCheckForm>("structs.HealthCheck")
        .Text("Node", static (form, value) => form.Node = value)
        .Text("CheckID", static (form, value) => form.CheckId = value)
        .Text("Name", static (form, value) => form.Name = value)
        .Text("Status", static (form, value) => form.Status = value)
        .Text("Notes", static (form, value) => form.Notes = value)
        .Text("Output", static (form, value) => form.Output = value)
        .Text("ServiceID", static (form, value) => form.ServiceId = value)
        .Text("ServiceName", static (form, value) => form.ServiceName = value)
        .Texts("ServiceTags", static (form, value) => form.ServiceTags = value)
        .Text("Type", static (form, value) => form.Type = value)
        .Text("Interval", static (form, value) => form.Interval = value)
        .Text("Timeout", static (form, value) => form.Timeout = value)
        .Int("ExposedPort", static (form, value) => form.ExposedPort = value)
        .Text("PeerName", static (_, _) => { })
        .Object("Definition", DefinitionForm.Shape, static (form, value) => form.Definition = value)
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (form, value) => form.ModifyIndex = value);

    /// <summary>Empty for that of the registration.</summary>
    public string Node { get; private set; } = "";

    public string CheckId { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Status { get; private set; } = "";

    public string Notes { get; private set; } = "";

    public string Output { get; private set; } = "";

    public string ServiceId { get; private set; } = "";

    /// <summary>Stays only with a check of the node; else it is that of the service, and so are the tags.</summary>
    public string ServiceName { get; private set; } = "";

    public IReadOnlyList<string> ServiceTags { get; private set; } = [];

    public string Type { get; private set; } = "";

    public string Interval { get; private set; } = "";

    public string Timeout { get; private set; } = "";

    public int ExposedPort { get; private set; }

    public DefinitionForm Definition { get; private set; } = new();

    /// <summary>For transactions: what is expected.</summary>
    public ulong ModifyIndex { get; private set; }

    public HealthCheck ToCheck(string node) => new(
        Node.Length > 0 ? Node : node, CheckId.Length > 0 ? CheckId : Name, Name, Status.Length > 0 ? Status : CheckStatus.Critical, Notes, Output, ServiceId, ServiceName, ServiceTags,
        Type.Length > 0 ? Type : Definition.Type, Interval, Timeout, ExposedPort, Definition.ToJson(), 0, ModifyIndex);
}
