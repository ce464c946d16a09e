using System.Text.Json;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Which instances a batch changed: <c>{"updated":["ip:port:unknown:cluster:ephemeral"]}</c>. Protocol source: Nacos 3.1 <c>InstanceMetadataBatchResult</c>.</summary>
internal static class UpdatedJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<BatchInstance> updated)
    {
        json.WriteStartObject();
        json.WriteStartArray("updated"u8);
        foreach (var (address, ephemeral) in updated)
            json.WriteStringValue($"{address.Ip}:{address.Port}:unknown:{address.ClusterName}:{(ephemeral ? "ephemeral" : "persist")}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
