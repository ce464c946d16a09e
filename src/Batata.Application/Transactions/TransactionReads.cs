using System.Globalization;
using Batata.Application.Go;
using Batata.Domain.KeyValue;

namespace Batata.Application.Transactions;

/// <summary>The operations that change nothing, alike in transactions that only read and in those that write. Protocol source: Consul <c>state/txn.go</c>.</summary>
public static class TransactionReads
{
    /// <summary>What Consul's indexes say of a name that is empty.</summary>
    internal const string MissingValue = "index error: object is missing a value for this index";

    /// <summary>Runs them all, also those after one that failed.</summary>
    public static TransactionOutcome ReadAll(IReadOnlyList<TransactionOperation> operations, ITransactionView view)
    {
        var (results, errors) = (new List<TransactionResult>(operations.Count), new List<TransactionError>());
        for (var i = 0; i < operations.Count; i++)
        {
            if (Read(operations[i], view, results) is { } problem) errors.Add(new TransactionError(i, problem));
        }
        return errors.Count > 0 ? new TransactionOutcome([], errors) : new TransactionOutcome(results, []);
    }

    /// <returns>Why it failed; null when it did not.</returns>
    internal static string? Read(TransactionOperation operation, ITransactionView view, List<TransactionResult> results) => operation switch
    {
        KeyOperation key => Read(key, view, results),
        NodeOperation node => Read(node, view, results),
        ServiceOperation service => Read(service, view, results),
        CheckOperation check => Read(check, view, results),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.GetType().Name, null),
    };

    /// <summary>Results of what does not read a value do not show it.</summary>
    internal static TransactionResult WithoutValue(KeyEntry entry) => new(Key: entry with { Value = [] });

    private static string? Read(KeyOperation operation, ITransactionView view, List<TransactionResult> results)
    {
        if (operation.Verb == TransactionKeyVerb.GetTree)
        {
            results.AddRange(view.FindKeysUnder(operation.Key).Select(static entry => new TransactionResult(Key: entry)));
            return null;
        }
        var (entry, name) = (view.FindKey(operation.Key), GoQuote.Of(operation.Key));
        switch (operation.Verb)
        {
            case TransactionKeyVerb.Get:
                if (entry is null) return $"key {name} doesn't exist";
                results.Add(new TransactionResult(Key: entry));
                return null;
            case TransactionKeyVerb.GetOrEmpty:
                results.Add(new TransactionResult(Key: entry ?? new KeyEntry(operation.Key, [], operation.Flags, 0, operation.Session, 0, operation.Index)));
                return null;
            case TransactionKeyVerb.CheckIndex:
                if (entry is null) return $"failed to check index, key {name} doesn't exist";
                if (entry.ModifyIndex != operation.Index)
                    return string.Create(CultureInfo.InvariantCulture, $"failed index check for key {name}, current modify index {entry.ModifyIndex} != {operation.Index}");
                break;
            case TransactionKeyVerb.CheckSession:
                if (entry is null) return $"failed to check session, key {name} doesn't exist";
                if (entry.Session != operation.Session)
                    return $"failed session check for key {name}, current session {GoQuote.Of(entry.Session)} != {GoQuote.Of(operation.Session)}";
                break;
            default:
                return entry is null ? null : $"key {name} exists";
        }
        results.Add(WithoutValue(entry));
        return null;
    }

    private static string? Read(NodeOperation operation, ITransactionView view, List<TransactionResult> results)
    {
        var asked = operation.Node;
        if ((asked.Id.Length > 0 ? view.FindNodeById(asked.Id) : view.FindNode(asked.Name)) is not { } node) return $"node {GoQuote.Of(asked.Name)} doesn't exist";
        results.Add(new TransactionResult(Node: node));
        return null;
    }

    private static string? Read(ServiceOperation operation, ITransactionView view, List<TransactionResult> results)
    {
        var asked = operation.Service;
        if (view.FindService(asked.Node, asked.Id) is not { } service) return $"service {GoQuote.Of(asked.Id)} on node {GoQuote.Of(asked.Node)} doesn't exist";
        results.Add(new TransactionResult(Service: service));
        return null;
    }

    private static string? Read(CheckOperation operation, ITransactionView view, List<TransactionResult> results)
    {
        var asked = operation.Check;
        if (asked.Node.Length == 0 || asked.CheckId.Length == 0) return $"failed check lookup: {MissingValue}";
        if (view.FindCheck(asked.Node, asked.CheckId) is not { } check) return $"check {GoQuote.Of(asked.CheckId)} on node {GoQuote.Of(asked.Node)} doesn't exist";
        results.Add(new TransactionResult(Check: check));
        return null;
    }
}
