using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Catalog;

/// <summary>Puts a node, an instance on it and checks into the catalog: all or nothing. Indexes of what is given are not looked at.</summary>
/// <param name="SkipNodeUpdate">A node that is there keeps its data.</param>
/// <param name="Service">Null for none. It and the checks name the same node.</param>
public sealed record RegisterCatalog(CatalogNode Node, bool SkipNodeUpdate, ServiceInstance? Service, IReadOnlyList<HealthCheck> Checks) : IRequest<Outcome<bool>>;

internal sealed class RegisterCatalogHandler(IReplicatedLog log) : IRequestHandler<RegisterCatalog, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(RegisterCatalog request, CancellationToken cancellationToken) =>
        await log.ProposeAsync(new RegisterCatalogEntry(request.Node, request.SkipNodeUpdate, request.Service, request.Checks), cancellationToken);
}

public sealed record RegisterCatalogEntry(CatalogNode Node, bool SkipNodeUpdate, ServiceInstance? Service, IReadOnlyList<HealthCheck> Checks) : ReplicatedEntry<bool>;

/// <summary>Protocol source: Consul <c>ensureRegistrationTxn</c>.</summary>
internal sealed class RegisterCatalogApplier(ICatalogRepository catalog, ICatalogWriter writer, IStateIndex indexes, ISavepoints savepoints)
    : IApplier<RegisterCatalogEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(RegisterCatalogEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var index = indexes.Next();
        var changed = new StateChanges();
        using var savepoint = savepoints.Open();
        if (Apply(entry, index, changed) is { } refused) return ValueTask.FromResult(Outcome<bool>.Refused(refused));
        savepoint.Keep();
        changed.Tell(changes);
        return ValueTask.FromResult(Outcome<bool>.Of(true));
    }

    private Failure? Apply(RegisterCatalogEntry entry, ulong index, StateChanges changes)
    {
        foreach (var check in entry.Checks)
        {
            if (check.ServiceId.Length > 0 && check.ServiceId != entry.Service?.Id && catalog.FindService(entry.Node.Name, check.ServiceId) is null)
                return CatalogFailures.Refused($"Unknown service ID '{check.ServiceId}' for check ID '{check.CheckId}'");
        }
        if ((!entry.SkipNodeUpdate || catalog.FindNode(entry.Node.Name) is null) && writer.PutNode(entry.Node, index, changes).Failure is { } node)
            return node.Within("failed inserting node");
        if (entry.Service is { } service && writer.PutService(service, index, changes).Failure is { } refused) return refused.Within("failed inserting service");
        foreach (var check in entry.Checks)
        {
            if (writer.PutCheck(check, index, changes).Failure is { } problem) return problem.Within($"failed inserting check on node \"{check.Node}\"");
        }
        return null;
    }
}
