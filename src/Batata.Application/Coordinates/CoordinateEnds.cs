using Batata.Application.Watches;
using Batata.Domain.Coordinates;

namespace Batata.Application.Coordinates;

/// <summary>A node that leaves the catalog is nowhere any more. For the applying thread.</summary>
internal sealed class CoordinateEnds(ICoordinateRepository coordinates)
{
    public void OfNode(string node, ulong index, StateChanges changes)
    {
        if (coordinates.Remove(node, index)) changes.Add(new WatchTopic(WatchKind.Coordinates));
    }
}
