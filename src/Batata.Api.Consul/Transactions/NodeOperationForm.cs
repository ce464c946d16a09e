using Batata.Api.Consul.Agent;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Catalog;
using Batata.Application.Transactions;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Transactions;

/// <summary>Protocol source: Consul <c>api.NodeTxnOp</c>, <c>nodePreApply</c>.</summary>
internal sealed class NodeOperationForm
{
    public static readonly BodyShape<NodeOperationForm> Shape = new BodyShape<NodeOperationForm>("api.NodeTxnOp")
        .Text("Verb", static (form, verb) => form.Verb = verb)
        .Object("Node", TransactionNodeForm.Shape, static (form, node) => form.Node = node);

    public string Verb { get; private set; } = "";

    public TransactionNodeForm Node { get; private set; } = new();

    /// <returns>Why it is refused before it runs; null when there is an operation.</returns>
    public string? Read(out TransactionOperation? operation)
    {
        operation = null;
        var verb = VerbOf(Verb);
        if (verb != TransactionVerb.Get)
        {
            if (Node.Name.Length == 0) return "Must provide node";
            if (NodeIds.Problem(Node.Id) is { } problem) return $"Bad node ID: {problem}";
            if (verb is null) return $"unknown node operation: {Verb}";
        }
        operation = new NodeOperation(verb.Value, new CatalogNode(Node.Name, Node.Id, Node.Address, Node.TaggedAddresses, Node.Meta, 0, Node.ModifyIndex));
        return null;
    }

    /// <returns>Null when nobody knows it. It is exact; so of services and checks.</returns>
    public static TransactionVerb? VerbOf(string text) => text switch
    {
        "get" => TransactionVerb.Get,
        "set" => TransactionVerb.Set,
        "cas" => TransactionVerb.Cas,
        "delete" => TransactionVerb.Delete,
        "delete-cas" => TransactionVerb.DeleteCas,
        _ => null,
    };
}

/// <summary>Protocol source: Consul <c>api.Node</c>.</summary>
internal sealed class TransactionNodeForm
{
    public static readonly BodyShape<TransactionNodeForm> Shape = new BodyShape<TransactionNodeForm>("api.Node")
        .Text("ID", static (form, value) => form.Id = value)
        .Text("Node", static (form, value) => form.Name = value)
        .Text("Address", static (form, value) => form.Address = value)
        .Text("Datacenter", static (_, _) => { })
        .TextMap("TaggedAddresses", static (form, value) => form.TaggedAddresses = value)
        .TextMap("Meta", static (form, value) => form.Meta = value)
        .Text("Partition", static (_, _) => { })
        .Text("PeerName", static (_, _) => { })
        .Object("Locality", LocalityForm.Shape, static (_, _) => { })
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (form, value) => form.ModifyIndex = value);

    public string Id { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Address { get; private set; } = "";

    public Dictionary<string, string>? TaggedAddresses { get; private set; }

    public Dictionary<string, string>? Meta { get; private set; }

    public ulong ModifyIndex { get; private set; }
}
