using Batata.Api.Consul.Bodies;
using Batata.Application.Transactions;

namespace Batata.Api.Consul.Transactions;

/// <summary>One operation as it comes: the first kind that is there counts. Protocol source: Consul <c>api.TxnOp</c> and <c>agent/txn_endpoint.go</c>.</summary>
internal sealed class TransactionForm
{
    public static readonly BodyShape<TransactionForm> Shape = new BodyShape<TransactionForm>("api.TxnOp")
        .Object("KV", KeyOperationForm.Shape, static (form, kv) => form.Key = kv)
        .Object("Node", NodeOperationForm.Shape, static (form, node) => form.Node = node)
        .Object("Service", ServiceOperationForm.Shape, static (form, service) => form.Service = service)
        .Object("Check", CheckOperationForm.Shape, static (form, check) => form.Check = check);

    public KeyOperationForm? Key { get; private set; }

    public NodeOperationForm? Node { get; private set; }

    public ServiceOperationForm? Service { get; private set; }

    public CheckOperationForm? Check { get; private set; }
}

internal sealed class KeyOperationForm
{
    public static readonly BodyShape<KeyOperationForm> Shape = new BodyShape<KeyOperationForm>("api.KVTxnOp")
        .Text("Verb", static (form, verb) => form.Verb = verb)
        .Text("Key", static (form, key) => form.Key = key)
        .Bytes("Value", static (form, value) => form.Value = value)
        .Unsigned("Flags", static (form, flags) => form.Flags = flags)
        .Unsigned("Index", static (form, index) => form.Index = index)
        .Text("Session", static (form, session) => form.Session = session)
        .Text("Namespace", static (_, _) => { }) // Consul CE: not looked at
        .Text("Partition", static (_, _) => { });

    public string Verb { get; private set; } = "";

    public string Key { get; private set; } = "";

    public byte[] Value { get; private set; } = [];

    public ulong Flags { get; private set; }

    public ulong Index { get; private set; }

    public string Session { get; private set; } = "";

    /// <returns>Null when nobody knows the verb. It is exact.</returns>
    public static TransactionKeyVerb? VerbOf(string text) => text switch
    {
        "set" => TransactionKeyVerb.Set,
        "cas" => TransactionKeyVerb.Cas,
        "lock" => TransactionKeyVerb.Lock,
        "unlock" => TransactionKeyVerb.Unlock,
        "get" => TransactionKeyVerb.Get,
        "get-or-empty" => TransactionKeyVerb.GetOrEmpty,
        "get-tree" => TransactionKeyVerb.GetTree,
        "check-index" => TransactionKeyVerb.CheckIndex,
        "check-session" => TransactionKeyVerb.CheckSession,
        "check-not-exists" => TransactionKeyVerb.CheckNotExists,
        "delete" => TransactionKeyVerb.Delete,
        "delete-tree" => TransactionKeyVerb.DeleteTree,
        "delete-cas" => TransactionKeyVerb.DeleteCas,
        _ => null,
    };
}
