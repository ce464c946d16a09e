using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>An instance as the detail call of v2 shows it. Protocol source: Nacos 3.1 <c>InstanceDetailInfoVo</c>.</summary>
internal static class InstanceDetailV2Json
{
    public static void Write(Utf8JsonWriter json, Instance instance, in ServiceKey service)
    {
        json.WriteStartObject();
        json.WriteString("serviceName"u8, service.GroupedName);
        json.WriteString("ip"u8, instance.Ip);
        json.WriteNumber("port"u8, instance.Port);
        json.WriteString("clusterName"u8, instance.ClusterName);
        InstanceJson.WriteWeight(json, instance.Weight);
        json.WriteBoolean("healthy"u8, instance.Healthy);
        json.WriteString("instanceId"u8, instance.IdIn(service));
        InstanceJson.WriteMetadata(json, instance.Metadata, nulls: true);
        json.WriteEndObject();
    }
}
