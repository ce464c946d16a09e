using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.KeyHistory;

namespace Batata.Api.Consul.KeyHistory;

/// <summary>Versions as JSON, named like the members of a key.</summary>
internal static class KeyHistoryJson
{
    public static ReadOnlyMemory<byte> List(IReadOnlyList<KeyVersion> versions, bool hasMore, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartObject();
        json.WriteString("Key"u8, versions[0].Key);
        json.WriteStartArray("Versions"u8);
        foreach (var version in versions)
        {
            json.WriteStartObject();
            WriteMembers(json, version);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (hasMore) json.WriteNumber("Before"u8, versions[^1].Index); // what to ask for next
        else json.WriteNull("Before"u8);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> One(KeyVersion version, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartObject();
        json.WriteString("Key"u8, version.Key);
        WriteMembers(json, version);
        if (version.Value is { Length: > 0 } value) json.WriteBase64String("Value"u8, value);
        else json.WriteNull("Value"u8);
        json.WriteEndObject();
    });

    private static void WriteMembers(Utf8JsonWriter json, KeyVersion version)
    {
        json.WriteNumber("Index"u8, version.Index);
        if (version.At is { } at) json.WriteString("At"u8, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        else json.WriteNull("At"u8);
        json.WriteString("Verb"u8, version.RestoredFrom > 0 ? "restore" : NameOf(version.Change));
        if (version.RestoredFrom > 0) json.WriteNumber("RestoredFrom"u8, version.RestoredFrom);
        json.WriteString("By"u8, version.By);
        json.WriteString("Address"u8, version.Address);
        json.WriteNumber("Flags"u8, version.Flags);
        json.WriteString("Session"u8, version.Session);
        json.WriteNumber("Size"u8, version.Size);
        json.WriteBoolean("HasValue"u8, version.Value is not null);
        json.WriteBoolean("Deleted"u8, version.IsDelete);
    }

    private static string NameOf(KeyChange change) => change switch
    {
        KeyChange.Set => "set",
        KeyChange.Cas => "cas",
        KeyChange.Lock => "lock",
        KeyChange.Unlock => "unlock",
        KeyChange.Delete => "delete",
        KeyChange.DeleteCas => "delete-cas",
        KeyChange.DeleteTree => "delete-tree",
        KeyChange.SessionRelease => "session-release",
        _ => "session-delete",
    };
}
