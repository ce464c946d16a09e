using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.Coordinates;

namespace Batata.Api.Consul.Coordinates;

internal static class CoordinateJson
{
    public static ReadOnlyMemory<byte> Nodes(IReadOnlyList<NodeCoordinate> places, bool pretty) => ConsulJson.Write(pretty, json => WriteList(json, places));

    public static ReadOnlyMemory<byte> Datacenter(string datacenter, IReadOnlyList<NodeCoordinate> servers, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("Datacenter"u8, datacenter);
        json.WriteString("AreaID"u8, "wan"u8);
        json.WritePropertyName("Coordinates"u8);
        WriteList(json, servers);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>Also what <c>agent/self</c> shows of its own node.</summary>
    public static void Write(Utf8JsonWriter json, Coordinate coordinate)
    {
        json.WriteStartObject();
        json.WriteStartArray("Vec"u8);
        foreach (var number in coordinate.Vec) json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteNumber("Error"u8, coordinate.Error);
        json.WriteNumber("Adjustment"u8, coordinate.Adjustment);
        json.WriteNumber("Height"u8, coordinate.Height);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<NodeCoordinate> places)
    {
        json.WriteStartArray();
        foreach (var place in places)
        {
            json.WriteStartObject();
            json.WriteString("Node"u8, place.Node);
            json.WriteString("Segment"u8, place.Segment);
            json.WritePropertyName("Coord"u8);
            Write(json, place.Coordinate);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
