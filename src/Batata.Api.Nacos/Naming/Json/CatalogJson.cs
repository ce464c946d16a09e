using System.Collections.Immutable;
using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Rows of the catalogue, for every version of the API. Protocol source: Nacos <c>ServiceView</c>, <c>ServiceDetailInfo</c> of v2.</summary>
internal static class CatalogJson
{
    /// <summary>One line of a service list; disabled instances count.</summary>
    public static void WriteView(Utf8JsonWriter json, ServiceSnapshot service)
    {
        var (healthy, all) = (service.HealthyCount, service.Instances.Length);
        json.WriteStartObject();
        json.WriteString("name"u8, service.Key.Name);
        json.WriteString("groupName"u8, service.Key.Group);
        json.WriteNumber("clusterCount"u8, service.Clusters.Count);
        json.WriteNumber("ipCount"u8, all);
        json.WriteNumber("healthyInstanceCount"u8, healthy);
        json.WriteString("triggerFlag"u8, InstanceSelection.ShowsTrigger(healthy, all, service.Metadata) ? "true"u8 : "false"u8);
        json.WriteEndObject();
    }

    /// <summary>A service with all its instances by cluster.</summary>
    public static void WriteWithInstances(Utf8JsonWriter json, ServiceSnapshot service) => WriteWithInstances(json, service, nulls: false);

    /// <param name="nulls">Shows what is null, as the detail call of v2 does.</param>
    public static void WriteWithInstances(Utf8JsonWriter json, ServiceSnapshot service, bool nulls)
    {
        json.WriteStartObject();
        json.WriteString("namespace"u8, service.Key.NamespaceId);
        json.WriteString("serviceName"u8, service.Key.Name);
        json.WriteString("groupName"u8, service.Key.Group);
        json.WriteStartObject("clusterMap"u8);
        foreach (var cluster in service.Clusters) WriteCluster(json, service, cluster, nulls);
        json.WriteEndObject();
        InstanceJson.WriteMetadata(json, service.Metadata?.ExtendData ?? Metadata.Empty, nulls);
        json.WriteFloat("protectThreshold"u8, service.Metadata?.ProtectThreshold ?? 0);
        json.WritePropertyName("selector"u8);
        (service.Metadata?.Selector ?? ServiceSelector.None).WriteTo(json, nulls);
        json.WriteBoolean("ephemeral"u8, service.Kind == ServiceKind.Ephemeral);
        json.WriteEndObject();
    }

    /// <summary>Instances as they are, on a page from 1; what is below counts as 1.</summary>
    public static void WriteInstances(Utf8JsonWriter json, in ServiceKey service, ImmutableArray<Instance> instances, int page, int pageSize)
    {
        var groupedName = service.GroupedName;
        var from = Math.Clamp((page - 1L) * pageSize, 0, instances.Length);
        var to = Math.Clamp((long)page * pageSize, from, instances.Length);
        json.WriteStartArray();
        for (var i = (int)from; i < to; i++) InstanceJson.Write(json, instances[i], service, groupedName);
        json.WriteEndArray();
    }

    private static void WriteCluster(Utf8JsonWriter json, ServiceSnapshot service, string name, bool nulls)
    {
        var cluster = ServiceV1Json.ClusterOf(service, name);
        json.WriteStartObject(name);
        json.WriteString("clusterName"u8, name);
        json.WritePropertyName("healthChecker"u8);
        cluster.Checker.WriteTo(json);
        InstanceJson.WriteMetadata(json, cluster.ExtendData, nulls);
        json.WriteStartArray("hosts"u8);
        foreach (var instance in service.Instances)
        {
            if (instance.ClusterName == name) WriteHost(json, instance, nulls);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHost(Utf8JsonWriter json, Instance instance, bool nulls)
    {
        json.WriteStartObject();
        json.WriteBoolean("valid"u8, instance.Healthy);
        InstanceJson.WriteMetadata(json, instance.Metadata, nulls);
        json.WriteNumber("port"u8, instance.Port);
        json.WriteString("ip"u8, instance.Ip);
        InstanceJson.WriteWeight(json, instance.Weight);
        json.WriteBoolean("enabled"u8, instance.Enabled);
        json.WriteEndObject();
    }
}
