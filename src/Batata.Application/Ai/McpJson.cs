using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Batata.Application.Ai;

/// <summary>The registry's configs: without what is null, and with nothing escaped that need not be, as Jackson writes them in Nacos.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(McpStoredServer))]
[JsonSerializable(typeof(McpServerVersions))]
[JsonSerializable(typeof(McpToolSpecification))]
[JsonSerializable(typeof(McpServiceRef))]
internal sealed partial class McpJson : JsonSerializerContext
{
    public static McpJson Stored { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <returns>Null for what is no such JSON: somebody else wrote the config.</returns>
    public static T? Read<T>(string content, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(content, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
