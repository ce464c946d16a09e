using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Catalog;
using Batata.Application.Transactions;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Transactions;

/// <summary>A check as a transaction takes it: its type is read and not stored. Protocol source: Consul <c>api.CheckTxnOp</c>, <c>checkPreApply</c>.</summary>
internal sealed class CheckOperationForm
{
    public static readonly BodyShape<CheckOperationForm> Shape = new BodyShape<CheckOperationForm>("api.CheckTxnOp")
        .Text("Verb", static (form, verb) => form.Verb = verb)
        .Object("Check", TransactionCheckForm.Shape, static (form, check) => form.Check = check);

    public string Verb { get; private set; } = "";

    public TransactionCheckForm Check { get; private set; } = new();

    /// <returns>Why it is refused before it runs; null when there is an operation.</returns>
    public string? Read(out TransactionOperation? operation)
    {
        operation = null;
        if (NodeOperationForm.VerbOf(Verb) is not { } verb) return $"unknown check operation: {Verb}";
        operation = new CheckOperation(verb, Check.ToCheck());
        return null;
    }
}

/// <summary>Protocol source: Consul <c>api.HealthCheck</c>.</summary>
internal sealed class TransactionCheckForm
{
    public static readonly BodyShape<TransactionCheckForm> Shape = new BodyShape<TransactionCheckForm>("api.HealthCheck")
        .Text("Node", static (form, value) => form.Node = value)
        .Text("CheckID", static (form, value) => form.CheckId = value)
        .Text("Name", static (form, value) => form.Name = value)
        .Text("Status", static (form, value) => form.Status = value)
        .Text("Notes", static (form, value) => form.Notes = value)
        .Text("Output", static (form, value) => form.Output = value)
        .Text("ServiceID", static (form, value) => form.ServiceId = value)
        .Text("ServiceName", static (form, value) => form.ServiceName = value)
        .Texts("ServiceTags", static (form, value) => form.ServiceTags = value)
        .Text("Type", static (_, _) => { })
        .Text("Namespace", static (_, _) => { })
        .Text("Partition", static (_, _) => { })
        .Text("PeerName", static (_, _) => { })
        .Int("ExposedPort", static (form, value) => form.ExposedPort = value)
        .Object("Definition", DefinitionForm.OfTransactions, static (form, value) => form.Definition = value)
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (form, value) => form.ModifyIndex = value);

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

    public int ExposedPort { get; private set; }

    public DefinitionForm Definition { get; private set; } = new();

    public ulong ModifyIndex { get; private set; }

    public HealthCheck ToCheck() => new(
        Node, CheckId.Length > 0 ? CheckId : Name, Name, Status.Length > 0 ? Status : CheckStatus.Critical, Notes, Output, ServiceId, ServiceName, ServiceTags, "", "", "", ExposedPort,
        Definition.ToJson(), 0, ModifyIndex);
}
