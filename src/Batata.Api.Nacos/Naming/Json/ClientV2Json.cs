using System.Globalization;
using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Clients in the shapes of v2, which were never written down as classes. Protocol source: Nacos 3.1 <c>ClientInfoControllerV2</c>.</summary>
internal static class ClientV2Json
{
    /// <summary>Addresses have fewer members; the port of a connection is a text.</summary>
    public static void WriteSummary(Utf8JsonWriter json, ClientView client)
    {
        json.WriteStartObject();
        ClientJson.WriteHead(json, client);
        if (client.Connection is { } connection)
        {
            json.WriteString("connectType"u8, connection.ConnectType);
            json.WriteString("appName"u8, connection.AppName);
            json.WriteString("version"u8, connection.Version);
            json.WriteString("clientIp"u8, connection.Ip);
            json.WriteString("clientPort"u8, connection.Port.ToString(CultureInfo.InvariantCulture));
        }
        json.WriteEndObject();
    }

    public static void WritePublished(Utf8JsonWriter json, IReadOnlyList<ServicePublisher> published)
    {
        json.WriteStartArray();
        foreach (var row in published)
        {
            json.WriteStartObject();
            WriteService(json, row.Service);
            json.WriteStartObject("registeredInstance"u8);
            WriteAddress(json, row.Instance);
            json.WriteEndObject();
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
            json.WriteStartObject("subscriberInfo"u8);
            json.WriteString("app"u8, row.Subscriber.App);
            json.WriteString("agent"u8, row.Subscriber.Agent);
            json.WriteString("addr"u8, row.Subscriber.Address);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WritePublishers(Utf8JsonWriter json, IEnumerable<ServicePublisher> publishers)
    {
        json.WriteStartArray();
        foreach (var row in publishers)
        {
            json.WriteStartObject();
            WriteAddress(json, row.Instance);
            json.WriteString("clientId"u8, row.ClientId);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteSubscribers(Utf8JsonWriter json, IEnumerable<ServiceSubscriber> subscribers)
    {
        json.WriteStartArray();
        foreach (var row in subscribers)
        {
            json.WriteStartObject();
            json.WriteString("clientId"u8, row.ClientId);
            json.WriteString("ip"u8, row.Subscriber.Ip);
            json.WriteNumber("port"u8, row.Subscriber.Port);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteService(Utf8JsonWriter json, in ServiceKey service)
    {
        json.WriteString("namespace"u8, service.NamespaceId);
        json.WriteString("group"u8, service.Group);
        json.WriteString("serviceName"u8, service.Name);
    }

    private static void WriteAddress(Utf8JsonWriter json, Instance instance)
    {
        json.WriteString("ip"u8, instance.Ip);
        json.WriteNumber("port"u8, instance.Port);
        json.WriteString("cluster"u8, instance.ClusterName);
    }
}
