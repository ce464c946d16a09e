using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Services as the detail calls of v1 show them. Protocol source: Nacos <c>ServiceOperatorV2Impl.queryService</c>, <c>CatalogServiceV2Impl.getServiceDetail</c>.</summary>
internal static class ServiceV1Json
{
    public static void WriteDetail(Utf8JsonWriter json, ServiceSnapshot service)
    {
        json.WriteStartObject();
        json.WriteString("namespaceId"u8, service.Key.NamespaceId);
        WriteNames(json, service);
        json.WriteStartArray("clusters"u8);
        foreach (var name in service.Clusters)
        {
            var cluster = ClusterOf(service, name);
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            WriteChecker(json, cluster);
            InstanceJson.WriteMetadata(json, cluster.ExtendData);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteCatalogue(Utf8JsonWriter json, ServiceSnapshot service)
    {
        var groupedName = service.Key.GroupedName;
        json.WriteStartObject();
        json.WriteStartObject("service"u8);
        WriteNames(json, service);
        json.WriteEndObject();
        json.WriteStartArray("clusters"u8);
        foreach (var name in service.Clusters)
        {
            var cluster = ClusterOf(service, name);
            json.WriteStartObject();
            json.WriteString("serviceName"u8, groupedName);
            json.WriteString("name"u8, name);
            WriteChecker(json, cluster);
            json.WriteNumber("defaultPort"u8, ServiceCluster.Default.CheckPort);
            json.WriteNumber("defaultCheckPort"u8, cluster.CheckPort);
            json.WriteBoolean("useIpPort4Check"u8, cluster.UseInstancePort);
            InstanceJson.WriteMetadata(json, cluster.ExtendData);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static ServiceCluster ClusterOf(ServiceSnapshot service, string name) => service.Metadata?.Cluster(name) ?? ServiceCluster.Default;

    private static void WriteNames(Utf8JsonWriter json, ServiceSnapshot service)
    {
        json.WriteString("name"u8, service.Key.Name);
        json.WriteString("groupName"u8, service.Key.Group);
        json.WriteNumber("protectThreshold"u8, service.Metadata?.ProtectThreshold ?? 0);
        InstanceJson.WriteMetadata(json, service.Metadata?.ExtendData ?? Metadata.Empty);
        json.WritePropertyName("selector"u8);
        (service.Metadata?.Selector ?? ServiceSelector.None).WriteTo(json);
    }

    private static void WriteChecker(Utf8JsonWriter json, ServiceCluster cluster)
    {
        json.WritePropertyName("healthChecker"u8);
        cluster.Checker.WriteTo(json);
    }
}
