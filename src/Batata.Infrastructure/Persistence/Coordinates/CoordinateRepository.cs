using Batata.Domain.Coordinates;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Coordinates;

/// <summary>Coordinates on the writing session of the state, for the applying thread.</summary>
internal sealed class CoordinateRepository(StateDatabaseHolder state, StateIndexes indexes) : ICoordinateRepository
{
    public const string Table = "coordinates";

    private static readonly Sql Put = new("INSERT OR REPLACE INTO consul_coordinate (node_key, segment, node, place) VALUES (?1, ?2, ?3, ?4)");
    private static readonly Sql Delete = new("DELETE FROM consul_coordinate WHERE node_key = ?1");

    public void Save(NodeCoordinate place, ulong index)
    {
        state.Database.Writer.Prepare(Put).Bind(1, CoordinateRows.KeyOf(place.Node)).Bind(2, place.Segment).Bind(3, place.Node)
            .Bind(4, CoordinateRows.Write(place.Coordinate).AsSpan()).Run();
        indexes.Set(Table, index);
    }

    public bool Remove(string node, ulong index)
    {
        if (state.Database.Writer.Prepare(Delete).Bind(1, CoordinateRows.KeyOf(node)).Run() == 0) return false;
        indexes.Set(Table, index);
        return true;
    }
}
