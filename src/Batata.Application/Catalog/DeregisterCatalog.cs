using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Catalog;

/// <summary>Takes a service or a check from a node, or the node with all that is on it. What is not there is no failure.</summary>
/// <param name="ServiceId">Empty for none; it counts before the check.</param>
/// <param name="CheckId">Empty for none.</param>
public sealed record DeregisterCatalog(string Node, string ServiceId, string CheckId) : IRequest<Outcome<bool>>;

internal sealed class DeregisterCatalogHandler(IReplicatedLog log) : IRequestHandler<DeregisterCatalog, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(DeregisterCatalog request, CancellationToken cancellationToken) =>
        await log.ProposeAsync(new DeregisterCatalogEntry(request.Node, request.ServiceId, request.CheckId), cancellationToken);
}

/// <summary>The value is whether something was there.</summary>
public sealed record DeregisterCatalogEntry(string Node, string ServiceId, string CheckId) : ReplicatedEntry<bool>;

internal sealed class DeregisterCatalogApplier(ICatalogWriter writer, IStateIndex indexes) : IApplier<DeregisterCatalogEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(DeregisterCatalogEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var index = indexes.Next();
        var changed = new StateChanges();
        var removed = entry.ServiceId.Length > 0 ? writer.RemoveService(entry.Node, entry.ServiceId, index, changed)
            : entry.CheckId.Length > 0 ? writer.RemoveCheck(entry.Node, entry.CheckId, index, changed)
            : writer.RemoveNode(entry.Node, index, changed);
        changed.Tell(changes);
        return ValueTask.FromResult(Outcome<bool>.Of(removed));
    }
}
