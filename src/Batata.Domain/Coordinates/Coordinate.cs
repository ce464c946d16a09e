namespace Batata.Domain.Coordinates;

/// <summary>
/// A place in the net: the distance of two of them estimates the time that a packet takes there and back. Protocol source: Serf <c>coordinate/coordinate.go</c>
/// (the Vivaldi system).
/// </summary>
/// <param name="Vec">Of <see cref="Dimensions"/> numbers, in seconds.</param>
/// <param name="Error">How much it is to be believed; 1.5 means not at all.</param>
public sealed record Coordinate(IReadOnlyList<double> Vec, double Error, double Adjustment, double Height)
{
    public const int Dimensions = 8;

    /// <summary>Where a node begins that has measured nothing.</summary>
    public static Coordinate Origin { get; } = new(new double[Dimensions], 1.5, 0, 1e-5);

    /// <summary>All are numbers.</summary>
    public bool IsValid => Vec.All(double.IsFinite) && double.IsFinite(Error) && double.IsFinite(Adjustment) && double.IsFinite(Height);

    public bool IsCompatible => Vec.Count == Dimensions;

    /// <summary>In seconds.</summary>
    public double DistanceTo(Coordinate other)
    {
        var square = 0d;
        for (var i = 0; i < Dimensions; i++)
        {
            var difference = Vec[i] - other.Vec[i];
            square += difference * difference;
        }
        var raw = Math.Sqrt(square) + Height + other.Height;
        var adjusted = raw + Adjustment + other.Adjustment;
        return adjusted > 0 ? adjusted : raw;
    }
}

/// <summary>Where a node is, in one segment of the network; the segment is empty where there are none.</summary>
public sealed record NodeCoordinate(string Node, string Segment, Coordinate Coordinate);
