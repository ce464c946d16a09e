using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.Sessions;

namespace Batata.Api.Consul.Sessions;

/// <summary>Sessions as JSON. A list that was not given is null, an empty one is not.</summary>
internal static class SessionJson
{
    public static ReadOnlyMemory<byte> Sessions(IEnumerable<Session> sessions, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartArray();
        foreach (var session in sessions) Write(json, session);
        json.WriteEndArray();
    });

    public static ReadOnlyMemory<byte> Id(string id, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartObject();
        json.WriteString("ID"u8, id);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Session session)
    {
        json.WriteStartObject();
        json.WriteString("ID"u8, session.Id);
        json.WriteString("Name"u8, session.Name);
        json.WriteString("Node"u8, session.Node);
        json.WriteNumber("LockDelay"u8, session.LockDelayNs);
        json.WriteString("Behavior"u8, session.Behavior == SessionBehavior.Delete ? "delete"u8 : "release"u8);
        json.WriteString("TTL"u8, session.Ttl);
        WriteNames(json, "NodeChecks", session.NodeChecks);
        WriteServiceChecks(json, session.ServiceChecks);
        if (session.Checks is { Count: > 0 }) WriteNames(json, "Checks", session.Checks);
        json.WriteNumber("CreateIndex"u8, session.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, session.ModifyIndex);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string member, IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            json.WriteNull(member);
            return;
        }
        json.WriteStartArray(member);
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void WriteServiceChecks(Utf8JsonWriter json, IReadOnlyList<SessionServiceCheck>? checks)
    {
        if (checks is null)
        {
            json.WriteNull("ServiceChecks"u8);
            return;
        }
        json.WriteStartArray("ServiceChecks"u8);
        foreach (var check in checks)
        {
            json.WriteStartObject();
            json.WriteString("ID"u8, check.Id);
            json.WriteString("Namespace"u8, check.Namespace);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
