using Batata.Domain.Coordinates;

namespace Batata.Application.Coordinates;

/// <summary>Where nodes are, from the last commit. The index is that of the table.</summary>
public interface ICoordinateQueries
{
    /// <summary>In the order of nodes.</summary>
    ValueTask<(IReadOnlyList<NodeCoordinate> Places, ulong Index)> ListAsync(CancellationToken cancellationToken);

    /// <summary>Of one node, whose name may be in any case: one a segment.</summary>
    ValueTask<(IReadOnlyList<NodeCoordinate> Places, ulong Index)> FindAsync(string node, CancellationToken cancellationToken);
}
