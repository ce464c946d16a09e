using Batata.Application.Go;
using Batata.Application.KeyValue;
using Batata.Application.Transactions;

namespace Batata.Api.Consul.Transactions;

/// <summary>
/// What is looked at before anything runs: then only that is told. An operation without a kind is none; the places of the others count without it.
/// Protocol source: Consul <c>Txn.preCheck</c>.
/// </summary>
internal sealed class TransactionCheck(ILockDelays delays)
{
    public (List<TransactionOperation> Operations, List<TransactionError> Errors) Read(IReadOnlyList<TransactionForm> forms)
    {
        var (operations, errors) = (new List<TransactionOperation>(forms.Count), new List<TransactionError>());
        var place = 0;
        foreach (var form in forms)
        {
            if (form is { Key: null, Node: null, Service: null, Check: null }) continue;
            if (Problem(form, out var operation) is { } problem) errors.Add(new TransactionError(place, problem));
            else operations.Add(operation!);
            place++;
        }
        return (operations, errors);
    }

    /// <summary>Whether it must be written to the log. Protocol source: Consul <c>isWrite</c>: a verb of keys that nobody knows is none.</summary>
    public static bool Writes(TransactionForm form) => form.Key is { } key
        ? KeyOperationForm.VerbOf(key.Verb) <= TransactionKeyVerb.DeleteTree
        : (form.Node?.Verb ?? form.Service?.Verb ?? form.Check?.Verb) is not (null or "get");

    private string? Problem(TransactionForm form, out TransactionOperation? operation)
    {
        if (form.Key is { } key) return Problem(key, out operation);
        if (form.Node is { } node) return node.Read(out operation);
        return form.Service is { } service ? service.Read(out operation) : form.Check!.Read(out operation);
    }

    private string? Problem(KeyOperationForm form, out TransactionOperation? operation)
    {
        operation = null;
        if (form.Key.Length == 0 && form.Verb != "delete-tree") return "Must provide key";
        if (KeyOperationForm.VerbOf(form.Verb) is not { } verb) return $"unknown KV operation: {form.Verb}";
        if (verb == TransactionKeyVerb.Lock && delays.Find(form.Key) is { IsOver: false }) return $"failed to lock key {GoQuote.Of(form.Key)} due to lock delay";
        operation = new KeyOperation(verb, form.Key, form.Value, form.Flags, form.Index, form.Session, 0);
        return null;
    }
}
