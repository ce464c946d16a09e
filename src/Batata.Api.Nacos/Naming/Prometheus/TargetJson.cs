using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Prometheus;

/// <summary>One target with its labels. Protocol source: Nacos 3.1 <c>PrometheusUtils.assembleInstancesToArrayNode</c>.</summary>
internal static class TargetJson
{
    private const string ClusterLabel = "__meta_clusterName";

    public static void Write(Utf8JsonWriter json, Instance instance)
    {
        json.WriteStartObject();
        json.WriteStartArray("targets"u8);
        json.WriteStringValue(instance.Ip.Contains(':', StringComparison.Ordinal) ? $"[{instance.Ip}]:{instance.Port}" : $"{instance.Ip}:{instance.Port}");
        json.WriteEndArray();
        json.WriteStartObject("labels"u8);
        foreach (var (label, value) in LabelsOf(instance)) json.WriteString(label, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Metadata win over the label of the cluster, and of two keys that become one label the last in order of keys; Nacos fails then.</summary>
    private static Dictionary<string, string> LabelsOf(Instance instance)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [ClusterLabel] = instance.ClusterName };
        foreach (var (key, value) in instance.Metadata.AsSpan())
        {
            if (value is not null) labels[key.Replace('.', '_').Replace('-', '_')] = value;
        }
        return labels;
    }
}
