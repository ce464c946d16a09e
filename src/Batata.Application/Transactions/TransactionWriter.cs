using Batata.Application.Catalog;
using Batata.Application.Go;
using Batata.Application.KeyHistory;
using Batata.Application.KeyValue;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.KeyValue;

namespace Batata.Application.Transactions;

/// <summary>Runs operations on the state while it is applied; each sees what those before it did. Protocol source: Consul <c>state/txn.go</c>.</summary>
internal sealed class TransactionWriter(IKeyRepository keys, KeyWriter keyWriter, ICatalogState catalog, ICatalogWriter catalogWriter) : ITransactionView
{
    public KeyEntry? FindKey(string key) => keys.Find(key);

    public IReadOnlyList<KeyEntry> FindKeysUnder(string prefix) => keys.FindUnder(prefix);

    public CatalogNode? FindNode(string name) => catalog.FindNode(name);

    public CatalogNode? FindNodeById(string id) => catalog.FindNodeById(id);

    public ServiceInstance? FindService(string node, string id) => catalog.FindService(node, id);

    public HealthCheck? FindCheck(string node, string checkId) => catalog.FindCheck(node, checkId);

    /// <returns>Why it failed; null when it did not. What it did before it failed must be undone.</returns>
    public string? Run(TransactionOperation operation, ulong index, StateChanges changes, List<TransactionResult> results, KeyOrigin? origin = null) => operation switch
    {
        { IsWrite: false } => TransactionReads.Read(operation, this, results),
        KeyOperation key => Write(key, index, changes, results, origin),
        NodeOperation node => Write(node, index, changes, results),
        ServiceOperation service => Write(service, index, changes, results),
        CheckOperation check => Write(check, index, changes, results),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.GetType().Name, null),
    };

    private string? Write(KeyOperation operation, ulong index, StateChanges changes, List<TransactionResult> results, KeyOrigin? origin)
    {
        var verb = (KeyVerb)operation.Verb;
        if (verb == KeyVerb.Lock && keyWriter.IsDelayed(operation.Key, operation.OverDelay, index)) return $"failed to lock key {GoQuote.Of(operation.Key)} due to lock delay";
        var written = keyWriter.Write(
            new WriteKeyEntry(verb, operation.Key, operation.Value, operation.Flags, operation.Index, operation.Session, operation.OverDelay, origin), index, changes);
        if (written.Failure is { } refused) return refused.Message;
        if (!written.Value) return ProblemOf(verb, GoQuote.Of(operation.Key));
        if (verb < KeyVerb.Delete && keys.Find(operation.Key) is { } entry) results.Add(TransactionReads.WithoutValue(entry));
        return null;
    }

    private static string ProblemOf(KeyVerb verb, string key) => verb switch
    {
        KeyVerb.Lock => $"failed to lock key {key}, lock is already held",
        KeyVerb.Unlock => $"failed to unlock key {key}, lock isn't held, or is held by another session",
        KeyVerb.DeleteCas => $"failed to delete key {key}, index is stale",
        _ => $"failed to set key {key}, index is stale",
    };

    private string? Write(NodeOperation operation, ulong index, StateChanges changes, List<TransactionResult> results)
    {
        var asked = operation.Node;
        var before = catalog.FindNode(asked.Name)?.ModifyIndex;
        switch (operation.Verb)
        {
            case TransactionVerb.DeleteCas when before is null || before != asked.ModifyIndex:
                return $"failed to delete node {GoQuote.Of(asked.Name)}, index is stale";
            case TransactionVerb.Delete or TransactionVerb.DeleteCas:
                catalogWriter.RemoveNode(asked.Name, index, changes);
                return null;
            case TransactionVerb.Cas when !Matches(before, asked.ModifyIndex):
                return $"failed to set node {GoQuote.Of(asked.Name)}, index is stale";
            default:
                var put = catalogWriter.PutNode(asked, index, changes);
                if (put.Failure is { } refused) return refused.Message;
                results.Add(new TransactionResult(Node: put.Value));
                return null;
        }
    }

    private string? Write(ServiceOperation operation, ulong index, StateChanges changes, List<TransactionResult> results)
    {
        var asked = operation.Service;
        var before = catalog.FindService(asked.Node, asked.Id)?.ModifyIndex;
        switch (operation.Verb)
        {
            case TransactionVerb.DeleteCas when before is null || before != asked.ModifyIndex:
                return $"failed to delete service {GoQuote.Of(asked.Id)} on node {GoQuote.Of(asked.Node)}, index is stale";
            case TransactionVerb.Delete or TransactionVerb.DeleteCas:
                catalogWriter.RemoveService(asked.Node, asked.Id, index, changes);
                return null;
            case TransactionVerb.Cas when !Matches(before, asked.ModifyIndex):
                return $"failed to set service {GoQuote.Of(asked.Id)} on node {GoQuote.Of(asked.Node)}, index is stale";
            default:
                var put = catalogWriter.PutService(asked, index, changes);
                if (put.Failure is { } refused) return refused.Message;
                results.Add(new TransactionResult(Service: put.Value));
                return null;
        }
    }

    private string? Write(CheckOperation operation, ulong index, StateChanges changes, List<TransactionResult> results)
    {
        var asked = operation.Check;
        if (asked.Node.Length == 0 || asked.CheckId.Length == 0) return $"failed check lookup: {TransactionReads.MissingValue}";
        var before = catalog.FindCheck(asked.Node, asked.CheckId)?.ModifyIndex;
        switch (operation.Verb)
        {
            case TransactionVerb.DeleteCas when before is null || before != asked.ModifyIndex:
                return $"failed to delete check {GoQuote.Of(asked.CheckId)} on node {GoQuote.Of(asked.Node)}, index is stale";
            case TransactionVerb.Delete or TransactionVerb.DeleteCas:
                catalogWriter.RemoveCheck(asked.Node, asked.CheckId, index, changes);
                return null;
            case TransactionVerb.Cas when !Matches(before, asked.ModifyIndex):
                return $"failed to set check {GoQuote.Of(asked.CheckId)} on node {GoQuote.Of(asked.Node)}, index is stale";
            default:
                var put = catalogWriter.PutCheck(asked, index, changes);
                if (put.Failure is { } refused) return refused.Message;
                results.Add(new TransactionResult(Check: put.Value));
                return null;
        }
    }

    /// <summary>0 asks that there is none.</summary>
    private static bool Matches(ulong? before, ulong expected) => expected == 0 ? before is null : before == expected;
}
