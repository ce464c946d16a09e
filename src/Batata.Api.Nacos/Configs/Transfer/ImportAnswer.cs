using System.Text.Json;
using Batata.Application.Configs;

namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>The data of import and clone. Protocol source: Nacos 3.1 <c>ConfigInfoPersistService.batchInsertOrUpdate</c>.</summary>
internal static class ImportAnswer
{
    /// <summary>With <c>{"succCount":0}</c> a refusal says that it did nothing.</summary>
    public static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("succCount"u8, 0);
        json.WriteEndObject();
    }

    public static void WriteEmpty(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ImportReport report, IReadOnlyList<string> unrecognized)
    {
        json.WriteStartObject();
        json.WriteNumber("succCount"u8, report.Succeeded);
        json.WriteNumber("skipCount"u8, report.Skipped.Count);
        WriteNames(json, "failData", report.Failed);
        WriteNames(json, "skipData", report.Skipped);
        if (unrecognized.Count > 0)
        {
            json.WriteNumber("unrecognizedCount"u8, unrecognized.Count);
            json.WriteStartArray("unrecognizedData"u8);
            foreach (var name in unrecognized)
            {
                json.WriteStartObject();
                json.WriteString("itemName"u8, name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<ImportedConfig> items)
    {
        if (items.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("dataId"u8, item.DataId);
            json.WriteString("group"u8, item.Group);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
