using Batata.Application.Coordinates;
using Batata.Domain.Coordinates;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Coordinates;

/// <summary>Reads of coordinates from the last commit.</summary>
internal sealed class CoordinateQueries(StateDatabaseHolder state) : ICoordinateQueries
{
    private static readonly Sql SelectAll = new($"SELECT {CoordinateRows.Columns} FROM consul_coordinate ORDER BY node_key, segment");
    private static readonly Sql SelectOf = new($"SELECT {CoordinateRows.Columns} FROM consul_coordinate WHERE node_key = ?1 ORDER BY segment");

    public ValueTask<(IReadOnlyList<NodeCoordinate> Places, ulong Index)> ListAsync(CancellationToken cancellationToken) =>
        state.Database.ScanAsync(0, static (session, _, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            return Read(session, session.Prepare(SelectAll));
        }, cancellationToken);

    public ValueTask<(IReadOnlyList<NodeCoordinate> Places, ulong Index)> FindAsync(string node, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(CoordinateRows.KeyOf(node), static (session, key, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            return Read(session, session.Prepare(SelectOf).Bind(1, key));
        }, cancellationToken);

    private static (IReadOnlyList<NodeCoordinate> Places, ulong Index) Read(StateSession session, Statement statement)
    {
        var places = new List<NodeCoordinate>();
        using (var row = statement)
        {
            while (row.Step()) places.Add(CoordinateRows.Read(row));
        }
        return (places, StateIndexes.Read(session, CoordinateRepository.Table));
    }
}
