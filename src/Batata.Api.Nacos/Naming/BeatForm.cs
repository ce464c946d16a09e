using System.Globalization;
using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>A full beat, as clients of 1.x send it. Load figures and the schedule of the client mean nothing here. Protocol source: Nacos <c>RsInfo</c>.</summary>
/// <param name="Weight">0 when the beat says none, as in Nacos.</param>
internal sealed record BeatForm(string Ip, string PortText, string? Cluster, double Weight, Metadata Metadata)
{
    public const string Unreadable = "Param 'beat' is illegal, it should be a JSON object with ip and port.";

    /// <returns>Null when it is no beat.</returns>
    public static BeatForm? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object || json.Number("weight", otherwise: 0) is not { } weight) return null;
            var metadata = json.TryGetProperty("metadata", out var pairs) && pairs.ValueKind != JsonValueKind.Null ? MetadataOf(pairs) : Metadata.Empty;
            return metadata is null ? null : new BeatForm(json.Text("ip") ?? "", json.Text("port") ?? "0", json.Text("cluster"), weight, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for a name with half a surrogate pair
        {
            return null;
        }
    }

    /// <returns>Null when the port is no number.</returns>
    public Instance? ToInstance(string cluster) => int.TryParse(PortText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port)
        ? new Instance { Ip = Ip, Port = port, ClusterName = cluster, Weight = Weight, Metadata = Metadata }
        : null;

    private static Metadata? MetadataOf(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        var metadata = MetadataText.OfJson(json, "", keepNulls: false);
        return metadata.Ok ? metadata.Value : null;
    }
}
