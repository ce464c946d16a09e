using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.Events;

namespace Batata.Api.Consul.Events;

internal static class EventJson
{
    /// <summary>Whoever fires does not learn its count yet.</summary>
    public static ReadOnlyMemory<byte> Fired(UserEvent fired, bool pretty) => ConsulJson.Write(pretty, json => Write(json, fired with { LTime = 0 }));

    public static ReadOnlyMemory<byte> List(IReadOnlyList<UserEvent> events, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartArray();
        foreach (var one in events) Write(json, one);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, UserEvent one)
    {
        json.WriteStartObject();
        json.WriteString("ID"u8, one.Id);
        json.WriteString("Name"u8, one.Name);
        if (one.Payload.Length == 0) json.WriteNull("Payload"u8);
        else json.WriteBase64String("Payload"u8, one.Payload);
        json.WriteString("NodeFilter"u8, one.NodeFilter);
        json.WriteString("ServiceFilter"u8, one.ServiceFilter);
        json.WriteString("TagFilter"u8, one.TagFilter);
        json.WriteNumber("Version"u8, 1);
        json.WriteNumber("LTime"u8, one.LTime);
        json.WriteEndObject();
    }
}
