using System.Text.Json;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>The real health of every address of a service, disabled ones too: <c>{"ips":["1.1.1.1:80_true"]}</c>. Protocol source: Nacos 3.1 <c>listWithHealthStatus</c>.</summary>
internal static class StatusesJson
{
    /// <param name="service">Null when it is not known.</param>
    public static void Write(Utf8JsonWriter json, ServiceSnapshot? service)
    {
        json.WriteStartObject();
        json.WriteStartArray("ips"u8);
        foreach (var instance in service?.Instances ?? []) json.WriteStringValue($"{instance.Ip}:{instance.Port}_{(instance.Healthy ? "true" : "false")}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
