using Batata.Application.Transactions;
using Google.Protobuf;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Transactions of Consul, <c>proto/cluster/transactions.proto</c>.</summary>
internal static class TransactionEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<ApplyTransactionEntry, TransactionOutcome>(
            Number.ApplyTransaction,
            static (entry, record) => record.ApplyTransaction = new Wire.ApplyTransaction { Operations = { entry.Operations.Select(ToWire) }, Origin = KeyValueEntryKinds.ToWire(entry.Origin) },
            static record => new ApplyTransactionEntry([.. record.ApplyTransaction.Operations.Select(ToOperation)], KeyValueEntryKinds.ToOrigin(record.ApplyTransaction.Origin))),
    ];

    // The verbs have the same numbers on both sides.
    private static Wire.TransactionOperation ToWire(TransactionOperation operation) => operation switch
    {
        KeyOperation key => new() { Key = ToWire(key) },
        NodeOperation node => new() { Node = new() { Verb = (int)node.Verb, Node = node.Node.ToWire() } },
        ServiceOperation service => new() { Service = new() { Verb = (int)service.Verb, Service = service.Service.ToWire() } },
        CheckOperation check => new() { Check = new() { Verb = (int)check.Verb, Check = check.Check.ToWire() } },
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.GetType().Name, null),
    };

    private static Wire.KeyOperation ToWire(KeyOperation operation) => new()
    {
        Verb = (int)operation.Verb,
        Key = operation.Key,
        Value = UnsafeByteOperations.UnsafeWrap(operation.Value),
        Flags = operation.Flags,
        Index = operation.Index,
        Session = operation.Session,
        OverDelay = operation.OverDelay,
    };

    private static TransactionOperation ToOperation(Wire.TransactionOperation message) => message.KindCase switch
    {
        Wire.TransactionOperation.KindOneofCase.Key => ToOperation(message.Key),
        Wire.TransactionOperation.KindOneofCase.Node => new NodeOperation((TransactionVerb)message.Node.Verb, message.Node.Node.ToDomain()),
        Wire.TransactionOperation.KindOneofCase.Service => new ServiceOperation((TransactionVerb)message.Service.Verb, message.Service.Service.ToDomain()),
        Wire.TransactionOperation.KindOneofCase.Check => new CheckOperation((TransactionVerb)message.Check.Verb, message.Check.Check.ToDomain()),
        _ => throw new UnreadableEntryException("The log holds a transaction with an operation that this release does not know. Start the newer release instead."),
    };

    private static KeyOperation ToOperation(Wire.KeyOperation message) => new(
        (TransactionKeyVerb)message.Verb, message.Key, message.Value.ToByteArray(), message.Flags, message.Index, message.Session, message.OverDelay);
}
