using Batata.Domain.Coordinates;

namespace Batata.Application.Coordinates;

/// <summary>Takes coordinates and proposes them together, the last of each node. A node that stops before that loses them: they are told again all the time.</summary>
public interface ICoordinateUpdates
{
    void Take(NodeCoordinate place);
}
