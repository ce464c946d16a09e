using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Coordinates;
using Batata.Domain.Shared;

namespace Batata.Application.Coordinates;

/// <summary>Where nodes say that they are, many at once.</summary>
/// <returns>How many of the nodes are registered; the others are dropped. Protocol source: Consul <c>CoordinateBatchUpdate</c>.</returns>
public sealed record UpdateCoordinatesEntry(IReadOnlyList<NodeCoordinate> Places) : ReplicatedEntry<int>;

internal sealed class UpdateCoordinatesApplier(ICoordinateRepository coordinates, ICatalogState catalog, IStateIndex indexes) : IApplier<UpdateCoordinatesEntry, int>
{
    public ValueTask<Outcome<int>> ApplyAsync(UpdateCoordinatesEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var index = indexes.Next();
        var saved = 0;
        foreach (var place in entry.Places)
        {
            if (catalog.FindNode(place.Node) is not { } node) continue;
            coordinates.Save(place with { Node = node.Name }, index);
            saved++;
        }
        if (saved == 0) return new(0);
        var changed = new StateChanges();
        changed.Add(new WatchTopic(WatchKind.Coordinates));
        changed.Tell(changes);
        return new(saved);
    }
}
