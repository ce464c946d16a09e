using System.Text.Json;
using Batata.Api.Consul.Bodies;

namespace Batata.Api.Consul.Coordinates;

/// <summary>The body of <c>PUT /v1/coordinate/update</c>.</summary>
internal sealed class CoordinateForm
{
    public static readonly BodyShape<CoordinateForm> Shape = new BodyShape<CoordinateForm>("structs.CoordinateUpdateRequest")
        .Text("Datacenter", static (form, name) => form.Datacenter = name)
        .Text("Node", static (form, node) => form.Node = node)
        .Text("Segment", static (form, segment) => form.Segment = segment)
        .Text("Partition", static (_, _) => { })
        .Object("Coord", PlaceForm.Shape, static (form, coord) => form.Coord = coord);

    public string Datacenter { get; private set; } = "";

    public string Node { get; private set; } = "";

    public string Segment { get; private set; } = "";

    public PlaceForm? Coord { get; private set; }
}

internal sealed class PlaceForm
{
    public static readonly BodyShape<PlaceForm> Shape = new BodyShape<PlaceForm>("coordinate.Coordinate")
        .Any("Vec", ReadVec)
        .Float("Error", static (form, value) => form.Error = value)
        .Float("Adjustment", static (form, value) => form.Adjustment = value)
        .Float("Height", static (form, value) => form.Height = value);

    public List<double> Vec { get; } = [];

    public double Error { get; private set; }

    public double Adjustment { get; private set; }

    public double Height { get; private set; }

    private static void ReadVec(PlaceForm form, JsonElement value, BodyScan scan)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            scan.WrongType(value, Shape.GoType, "[]float64");
            return;
        }
        form.Vec.Clear();
        foreach (var one in value.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Null) form.Vec.Add(0);
            else if (BodyValues.TryFloat(one, Shape.GoType, scan, out var number)) form.Vec.Add(number);
        }
    }
}
