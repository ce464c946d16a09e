using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>A service with what was set for it by hand. Protocol source: Nacos 3.1 <c>ServiceDetailInfo</c>, <c>ClusterInfo</c> of v3; those of v2 are in <see cref="CatalogJson"/>.</summary>
internal static class ServiceDetailJson
{
    /// <summary>Clusters that have instances, with their checks; the instances themselves are asked for elsewhere.</summary>
    public static void WriteV3(Utf8JsonWriter json, ServiceSnapshot service)
    {
        var metadata = MetadataOf(service);
        json.WriteStartObject();
        json.WriteString("namespaceId"u8, service.Key.NamespaceId);
        WriteNames(json, service.Key);
        json.WriteStartObject("clusterMap"u8);
        foreach (var name in service.Clusters)
        {
            var cluster = metadata.Cluster(name);
            json.WriteStartObject(name);
            WriteClusterHead(json, name, cluster);
            json.WriteNumber("healthyCheckPort"u8, cluster.CheckPort);
            json.WriteBoolean("useInstancePortForCheck"u8, cluster.UseInstancePort);
            InstanceJson.WriteMetadata(json, cluster.ExtendData, nulls: true);
            json.WriteNull("hosts"u8);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        WriteSettings(json, service, metadata);
        json.WriteEndObject();
    }

    /// <summary>As a page of services with their instances shows it: the conversion of Nacos 3.1 fills in little more than these.</summary>
    public static void WriteWithInstances(Utf8JsonWriter json, ServiceSnapshot service)
    {
        json.WriteStartObject();
        json.WriteNull("namespaceId"u8);
        WriteNames(json, service.Key);
        json.WriteStartObject("clusterMap"u8);
        foreach (var name in service.Clusters)
        {
            json.WriteStartObject(name);
            json.WriteNull("clusterName"u8);
            json.WriteNull("healthChecker"u8);
            json.WriteNumber("healthyCheckPort"u8, ServiceCluster.Default.CheckPort);
            json.WriteBoolean("useInstancePortForCheck"u8, ServiceCluster.Default.UseInstancePort);
            json.WriteNull("metadata"u8);
            json.WritePropertyName("hosts"u8);
            InstanceJson.WriteAll(json, [.. service.Instances.Where(i => i.ClusterName == name)], service.Key, nulls: true);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        InstanceJson.WriteMetadata(json, MetadataOf(service).ExtendData, nulls: true);
        json.WriteFloat("protectThreshold"u8, 0);
        json.WriteNull("selector"u8);
        json.WriteNull("ephemeral"u8);
        json.WriteEndObject();
    }

    private static ServiceMetadata MetadataOf(ServiceSnapshot service) => service.Metadata ?? ServiceMetadata.Of(service.Kind ?? ServiceKind.Ephemeral);

    private static void WriteNames(Utf8JsonWriter json, in ServiceKey service)
    {
        json.WriteString("serviceName"u8, service.Name);
        json.WriteString("groupName"u8, service.Group);
    }

    private static void WriteClusterHead(Utf8JsonWriter json, string name, ServiceCluster cluster)
    {
        json.WriteString("clusterName"u8, name);
        json.WritePropertyName("healthChecker"u8);
        cluster.Checker.WriteTo(json);
    }

    private static void WriteSettings(Utf8JsonWriter json, ServiceSnapshot service, ServiceMetadata metadata)
    {
        InstanceJson.WriteMetadata(json, metadata.ExtendData, nulls: true);
        json.WriteFloat("protectThreshold"u8, metadata.ProtectThreshold);
        json.WritePropertyName("selector"u8);
        metadata.Selector.WriteTo(json, nulls: true);
        json.WriteBoolean("ephemeral"u8, service.Kind != ServiceKind.Persistent);
    }
}
