using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Clients in the shapes of v3. Protocol source: Nacos 3.1 <c>ClientSummaryInfo</c>, <c>ClientServiceInfo</c>, <c>ClientPublisherInfo</c>.</summary>
internal static class ClientJson
{
    public const string ConnectionType = "connection";
    public const string AddressType = "ipPort";

    public static void WriteIds(Utf8JsonWriter json, IReadOnlyList<string> ids)
    {
        json.WriteStartArray();
        foreach (var id in ids) json.WriteStringValue(id);
        json.WriteEndArray();
    }

    public static void WriteSummary(Utf8JsonWriter json, ClientView client)
    {
        json.WriteStartObject();
        WriteHead(json, client);
        json.WriteString("connectType"u8, client.Connection?.ConnectType);
        json.WriteString("appName"u8, client.Connection?.AppName);
        json.WriteString("version"u8, client.Connection?.Version);
        json.WriteString("clientIp"u8, client.Connection?.Ip);
        json.WriteNumber("clientPort"u8, client.Connection?.Port ?? 0);
        json.WriteEndObject();
    }

    public static void WriteHead(Utf8JsonWriter json, ClientView client)
    {
        json.WriteString("clientId"u8, client.ClientId);
        json.WriteBoolean("ephemeral"u8, client.Ephemeral);
        json.WriteNumber("lastUpdatedTime"u8, client.LastUpdatedMs);
        json.WriteString("clientType"u8, client.Connection is null ? AddressType : ConnectionType);
    }

    public static void WritePublished(Utf8JsonWriter json, IReadOnlyList<ServicePublisher> published)
    {
        json.WriteStartArray();
        foreach (var row in published)
        {
            json.WriteStartObject();
            WriteService(json, row.Service);
            json.WritePropertyName("publisherInfo"u8);
            WritePublisher(json, row.Instance, clientId: null);
            json.WriteNull("subscriberInfo"u8);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteSubscribed(Utf8JsonWriter json, IReadOnlyList<ServiceSubscriber> subscribed)
    {
        json.WriteStartArray();
        foreach (var row in subscribed)
        {
            json.WriteStartObject();
            WriteService(json, row.Service);
            json.WriteNull("publisherInfo"u8);
            json.WritePropertyName("subscriberInfo"u8);
            SubscriberJson.WriteClient(json, row.Subscriber, clientId: null);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WritePublishers(Utf8JsonWriter json, IEnumerable<ServicePublisher> publishers)
    {
        json.WriteStartArray();
        foreach (var row in publishers) WritePublisher(json, row.Instance, row.ClientId);
        json.WriteEndArray();
    }

    public static void WriteSubscribers(Utf8JsonWriter json, IEnumerable<ServiceSubscriber> subscribers)
    {
        json.WriteStartArray();
        foreach (var row in subscribers) SubscriberJson.WriteClient(json, row.Subscriber, row.ClientId);
        json.WriteEndArray();
    }

    private static void WriteService(Utf8JsonWriter json, in ServiceKey service)
    {
        json.WriteString("namespaceId"u8, service.NamespaceId);
        json.WriteString("groupName"u8, service.Group);
        json.WriteString("serviceName"u8, service.Name);
    }

    private static void WritePublisher(Utf8JsonWriter json, Instance instance, string? clientId)
    {
        json.WriteStartObject();
        json.WriteString("clientId"u8, clientId);
        json.WriteString("ip"u8, instance.Ip);
        json.WriteNumber("port"u8, instance.Port);
        json.WriteString("clusterName"u8, instance.ClusterName);
        json.WriteEndObject();
    }
}
