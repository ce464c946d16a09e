using System.Globalization;
using System.Text.Json;

namespace Batata.Api.Nacos.Core;

/// <summary>The summary of the loader calls in its two shapes. Protocol source: Nacos 3.1 <c>ServerLoaderMetrics</c>, <c>ServerLoaderController.cluster</c>.</summary>
internal static class LoadJson
{
    public static void WriteV3(Utf8JsonWriter json, LoadSummary summary)
    {
        json.WriteStartObject();
        json.WriteStartArray("detail"u8);
        foreach (var (node, load) in summary.Details)
        {
            json.WriteStartObject();
            json.WriteString("address"u8, node.Address);
            json.WriteNumber("sdkConCount"u8, load.FromSdks);
            json.WriteNumber("conCount"u8, load.Connections);
            json.WriteString("load"u8, JavaText(load.MachineLoad));
            json.WriteString("cpu"u8, JavaText(load.Cpu));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteSums(json, summary);
        json.WriteString("threshold"u8, JavaText(summary.Threshold));
        json.WriteEndObject();
    }

    public static void WriteV2(Utf8JsonWriter json, LoadSummary summary)
    {
        json.WriteStartObject();
        json.WriteStartArray("detail"u8);
        foreach (var (node, load) in summary.Details)
        {
            json.WriteStartObject();
            json.WriteString("address"u8, node.Address);
            json.WriteStartObject("metric"u8);
            json.WriteString("sdkConCount"u8, load.FromSdks.ToString(CultureInfo.InvariantCulture));
            json.WriteString("conCount"u8, load.Connections.ToString(CultureInfo.InvariantCulture));
            json.WriteString("load"u8, JavaText(load.MachineLoad));
            json.WriteString("cpu"u8, JavaText(load.Cpu));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteSums(json, summary);
        json.WritePropertyName("threshold"u8);
        json.WriteRawValue(JavaText(summary.Threshold));
        json.WriteEndObject();
    }

    private static void WriteSums(Utf8JsonWriter json, LoadSummary summary)
    {
        json.WriteNumber("memberCount"u8, summary.Members);
        json.WriteNumber("metricsCount"u8, summary.Details.Count);
        json.WriteBoolean("completed"u8, summary.IsComplete);
        json.WriteNumber("max"u8, summary.Max);
        json.WriteNumber("min"u8, summary.Min);
        json.WriteNumber("avg"u8, summary.Average);
        json.WriteNumber("total"u8, summary.Total);
    }

    /// <summary>Java: whole numbers have a zero behind the point.</summary>
    private static string JavaText(double value) =>
        value == Math.Truncate(value) ? value.ToString("F1", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
}
