namespace Batata.Domain.Coordinates;

/// <summary>Coordinates for the applying thread. What is saved or removed moves the index of the table.</summary>
public interface ICoordinateRepository
{
    void Save(NodeCoordinate place, ulong index);

    /// <summary>All of the node; its name in any case.</summary>
    /// <returns>False when it had none.</returns>
    bool Remove(string node, ulong index);
}
