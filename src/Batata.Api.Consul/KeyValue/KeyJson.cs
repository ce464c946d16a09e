using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.KeyValue;

namespace Batata.Api.Consul.KeyValue;

/// <summary>Entries as JSON. Flags and indexes have 64 bits without a sign.</summary>
internal static class KeyJson
{
    public static ReadOnlyMemory<byte> Entries(IEnumerable<KeyEntry> entries, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartArray();
        foreach (var entry in entries) Write(json, entry);
        json.WriteEndArray();
    });

    public static ReadOnlyMemory<byte> Keys(IEnumerable<string> keys, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartArray();
        foreach (var key in keys) json.WriteStringValue(key);
        json.WriteEndArray();
    });

    public static void Write(Utf8JsonWriter json, KeyEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("LockIndex"u8, entry.LockIndex);
        json.WriteString("Key"u8, entry.Key);
        json.WriteNumber("Flags"u8, entry.Flags);
        if (entry.Value.Length == 0) json.WriteNull("Value"u8);
        else json.WriteBase64String("Value"u8, entry.Value);
        if (entry.Session.Length > 0) json.WriteString("Session"u8, entry.Session);
        json.WriteNumber("CreateIndex"u8, entry.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, entry.ModifyIndex);
        json.WriteEndObject();
    }
}
