using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>The parameter <c>instances</c> of the metadata batch: a JSON list. Protocol source: Nacos <c>InstanceController.parseBatchInstances</c>.</summary>
internal sealed record BatchInstanceForm(string Ip, string PortText, string? Cluster, bool Ephemeral)
{
    public const string Unreadable = "Param 'instances' is illegal, it should be a JSON list of instances with ip and port.";

    /// <returns>Empty when there is no text; null when it is no such list.</returns>
    public static IReadOnlyList<BatchInstanceForm>? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            var instances = new List<BatchInstanceForm>();
            foreach (var json in document.RootElement.EnumerateArray())
            {
                if (json.ValueKind != JsonValueKind.Object) return null;
                var ephemeral = json.Text("ephemeral") is not { } said || JavaText.ToBoolean(said);
                instances.Add(new BatchInstanceForm(json.Text("ip") ?? "", json.Text("port") ?? "0", json.Text("clusterName"), ephemeral));
            }
            return instances;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for a name with half a surrogate pair
        {
            return null;
        }
    }

    public BatchInstance ToInstance() => new(
        new InstanceAddress(Ip, int.TryParse(PortText, out var port) ? port : 0, string.IsNullOrWhiteSpace(Cluster) ? Instance.DefaultCluster : Cluster), Ephemeral);
}
