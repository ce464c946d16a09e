namespace Batata.Application.Coordinates;

/// <summary>Sorts by the estimated time to a node. Protocol source: Consul <c>agent/consul/rtt.go</c>.</summary>
public sealed class Distances(ICoordinateQueries coordinates)
{
    /// <summary>Nearest first; those of nodes without a coordinate last, and otherwise in their order. Without a coordinate of the node itself there is no order to make.</summary>
    /// <param name="near">Name of the node to begin from; empty leaves the order.</param>
    public async ValueTask<IReadOnlyList<T>> SortAsync<T>(IReadOnlyList<T> items, Func<T, string> nodeOf, string near, CancellationToken cancellationToken)
    {
        if (near.Length == 0 || items.Count < 2) return items;
        var (places, _) = await coordinates.ListAsync(cancellationToken);
        var from = places.Where(place => place.Node.Equals(near, StringComparison.OrdinalIgnoreCase)).ToList();
        if (from.Count == 0) return items;
        var distances = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var place in places)
        {
            if (from.Find(one => one.Segment == place.Segment) is not { } begin) continue;
            var distance = begin.Coordinate.DistanceTo(place.Coordinate);
            if (!distances.TryGetValue(place.Node, out var known) || distance < known) distances[place.Node] = distance;
        }
        return [.. items.OrderBy(item => distances.GetValueOrDefault(nodeOf(item), double.PositiveInfinity))]; // keeps the order of equals
    }
}
