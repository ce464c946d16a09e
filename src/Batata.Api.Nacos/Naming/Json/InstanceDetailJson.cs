using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>An instance as the detail call of v1 shows it. Protocol source: Nacos <c>InstanceController.detail</c>.</summary>
internal static class InstanceDetailJson
{
    public static void Write(Utf8JsonWriter json, Instance instance, in ServiceKey service)
    {
        json.WriteStartObject();
        json.WriteString("service"u8, service.GroupedName);
        json.WriteString("ip"u8, instance.Ip);
        json.WriteNumber("port"u8, instance.Port);
        json.WriteString("clusterName"u8, instance.ClusterName);
        InstanceJson.WriteWeight(json, instance.Weight);
        json.WriteBoolean("healthy"u8, instance.Healthy);
        if (instance.IdIn(service) is { } id) json.WriteString("instanceId"u8, id);
        InstanceJson.WriteMetadata(json, instance.Metadata);
        json.WriteEndObject();
    }
}
