using System.Text.Json;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Catalog;

/// <summary>Nodes as Consul shows them, and maps in the order of their keys. Protocol source: Consul <c>structs.Node</c>.</summary>
internal static class NodeJson
{
    public static void Write(Utf8JsonWriter json, CatalogNode node, string datacenter)
    {
        json.WriteStartObject();
        json.WriteString("ID"u8, node.Id);
        json.WriteString("Node"u8, node.Name);
        json.WriteString("Address"u8, node.Address);
        json.WriteString("Datacenter"u8, datacenter);
        WriteMap(json, "TaggedAddresses"u8, node.TaggedAddresses);
        WriteMap(json, "Meta"u8, node.Meta);
        json.WriteNumber("CreateIndex"u8, node.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, node.ModifyIndex);
        json.WriteEndObject();
    }

    /// <summary>None is null.</summary>
    public static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? map)
    {
        if (map is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        foreach (var (key, value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    /// <param name="noneIsNull">Transactions show a list without elements so.</param>
    public static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> list, bool noneIsNull = false)
    {
        if (noneIsNull && list.Count == 0)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartArray(name);
        foreach (var one in list) json.WriteStringValue(one);
        json.WriteEndArray();
    }
}
