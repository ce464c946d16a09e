using System.Buffers.Binary;
using Batata.Domain.Coordinates;

namespace Batata.Infrastructure.Persistence.Coordinates;

/// <summary>Rows of <c>consul_coordinate</c>.</summary>
internal static class CoordinateRows
{
    public const string Columns = "node, segment, place";

    public static string KeyOf(string node) => node.ToLowerInvariant();

    public static NodeCoordinate Read(Statement row)
    {
        var place = row.Utf8(2);
        var vec = new double[(place.Length / sizeof(double)) - 3];
        for (var i = 0; i < vec.Length; i++) vec[i] = At(place, 3 + i);
        return new NodeCoordinate(row.Text(0), row.Text(1), new Coordinate(vec, At(place, 0), At(place, 1), At(place, 2)));
    }

    public static byte[] Write(Coordinate coordinate)
    {
        var place = new byte[(3 + coordinate.Vec.Count) * sizeof(double)];
        Put(place, 0, coordinate.Error);
        Put(place, 1, coordinate.Adjustment);
        Put(place, 2, coordinate.Height);
        for (var i = 0; i < coordinate.Vec.Count; i++) Put(place, 3 + i, coordinate.Vec[i]);
        return place;
    }

    private static double At(ReadOnlySpan<byte> place, int number) => BinaryPrimitives.ReadDoubleLittleEndian(place[(number * sizeof(double))..]);

    private static void Put(Span<byte> place, int number, double value) => BinaryPrimitives.WriteDoubleLittleEndian(place[(number * sizeof(double))..], value);
}
