using System.Globalization;
using System.Text.Json;
using Batata.Application.Telemetry;

namespace Batata.Api.Consul.Agent;

/// <summary>An interval as Consul shows it. Protocol source: go-metrics <c>MetricsSummary</c>.</summary>
internal static class MetricsJson
{
    public static void Write(Utf8JsonWriter json, MetricInterval interval)
    {
        json.WriteStartObject();
        json.WriteString("Timestamp"u8, interval.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture));
        json.WriteStartArray("Gauges"u8);
        foreach (var gauge in interval.Gauges)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, gauge.Name);
            json.WriteNumber("Value"u8, Finite(gauge.Value));
            WriteLabels(json, gauge.Labels);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("PrecisionGauges"u8); // none here is told apart by it
        json.WriteEndArray();
        json.WriteStartArray("Points"u8);
        json.WriteEndArray();
        WriteSummaries(json, "Counters"u8, interval.Counters);
        WriteSummaries(json, "Samples"u8, interval.Samples);
        json.WriteEndObject();
    }

    private static void WriteSummaries(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<MetricSummary> summaries)
    {
        json.WriteStartArray(name);
        foreach (var one in summaries)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, one.Name);
            json.WriteNumber("Count"u8, one.Count);
            json.WriteNumber("Rate"u8, Finite(one.Rate));
            json.WriteNumber("Sum"u8, Finite(one.Sum));
            json.WriteNumber("Min"u8, Finite(one.Min));
            json.WriteNumber("Max"u8, Finite(one.Max));
            json.WriteNumber("Mean"u8, Finite(one.Mean));
            json.WriteNumber("Stddev"u8, Finite(one.Deviation));
            WriteLabels(json, one.Labels);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        json.WriteStartObject("Labels"u8);
        foreach (var (name, value) in labels) json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>JSON has no infinity.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
