using System.Text.Json;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Who subscribes, in the shapes of v3. Protocol source: Nacos 3.1 <c>SubscriberInfo</c>, <c>ClientSubscriberInfo</c>.</summary>
internal static class SubscriberJson
{
    public static void WriteInfo(Utf8JsonWriter json, ServiceSubscriber row)
    {
        var (service, _, subscriber) = row;
        json.WriteStartObject();
        json.WriteString("namespaceId"u8, service.NamespaceId);
        json.WriteString("groupName"u8, service.Group);
        json.WriteString("serviceName"u8, service.Name);
        json.WriteString("ip"u8, subscriber.Ip);
        json.WriteNumber("port"u8, subscriber.Port);
        json.WriteString("agent"u8, subscriber.Agent);
        json.WriteString("appName"u8, subscriber.App);
        json.WriteString("address"u8, $"{subscriber.Ip}:{subscriber.Port}");
        json.WriteEndObject();
    }

    /// <param name="clientId">Null where the answer is about one client.</param>
    public static void WriteClient(Utf8JsonWriter json, Subscriber subscriber, string? clientId)
    {
        json.WriteStartObject();
        json.WriteString("clientId"u8, clientId);
        json.WriteString("appName"u8, subscriber.App);
        json.WriteString("agent"u8, subscriber.Agent);
        json.WriteString("address"u8, subscriber.Address);
        json.WriteEndObject();
    }
}
