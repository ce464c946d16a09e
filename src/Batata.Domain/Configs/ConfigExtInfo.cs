using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Batata.Domain.Configs;

/// <summary>The JSON of column <c>ext_info</c>; only known fields are written. Protocol source: Nacos <c>ConfigExtInfoUtil</c>.</summary>
internal static class ConfigExtInfo
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OfFormal(ConfigDescription description, ConfigAuthor author) => Write(json =>
    {
        Put(json, "type", description.Type);
        Put(json, "config_tags", description.Tags is { Count: > 0 } tags ? string.Join(',', tags) : null);
        Put(json, "src_user", author.User);
        Put(json, "c_desc", description.Desc);
        Put(json, "c_use", description.Use);
        Put(json, "effect", description.Effect);
        Put(json, "c_schema", description.Schema);
    });

    public static string OfGray(GrayRule rule, ConfigAuthor author) => Write(json =>
    {
        Put(json, "gray_name", rule.GrayName);
        Put(json, "src_user", author.User);
        // Nacos reads the rule into a map of strings on the way: here, unlike in column gray_rule, the priority is one.
        Put(json, "gray_rule", Write(inner =>
        {
            inner.WriteString("type", rule.Type);
            inner.WriteString("version", GrayRule.Version);
            inner.WriteString("expr", rule.Expression);
            inner.WriteString("priority", rule.Priority.ToString(CultureInfo.InvariantCulture));
        }));
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Put(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }
}
