using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Persistence.Naming;

/// <summary>The JSON columns of naming.</summary>
internal static class NamingJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Metadata metadata) => metadata.Count == 0 ? "{}" : Write(json => Write(json, metadata));

    public static Metadata ReadMetadata(string text)
    {
        if (text == "{}") return Metadata.Empty;
        using var json = JsonDocument.Parse(text);
        return Read(json.RootElement);
    }

    public static string Of(ServiceMetadata metadata) => metadata.Clusters.IsEmpty
        ? "{}"
        : Write(json =>
        {
            json.WriteStartObject();
            foreach (var (name, cluster) in metadata.Clusters)
            {
                json.WriteStartObject(name);
                json.WritePropertyName("checker");
                cluster.Checker.WriteTo(json);
                json.WriteNumber("checkPort", cluster.CheckPort);
                json.WriteBoolean("useInstancePort", cluster.UseInstancePort);
                json.WritePropertyName("extendData");
                Write(json, cluster.ExtendData);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });

    public static IEnumerable<KeyValuePair<string, ServiceCluster>> ReadClusters(string text)
    {
        if (text == "{}") yield break;
        using var json = JsonDocument.Parse(text);
        foreach (var member in json.RootElement.EnumerateObject())
        {
            yield return new(member.Name, new ServiceCluster(
                HealthChecker.Parse(member.Value.GetProperty("checker").GetRawText()).Value,
                member.Value.GetProperty("checkPort").GetInt32(),
                member.Value.GetProperty("useInstancePort").GetBoolean(),
                Read(member.Value.GetProperty("extendData"))));
        }
    }

    private static void Write(Utf8JsonWriter json, Metadata metadata)
    {
        json.WriteStartObject();
        foreach (var (key, value) in metadata.AsSpan()) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static Metadata Read(JsonElement json) => Metadata.Of(json.EnumerateObject().Select(static m => new KeyValuePair<string, string?>(m.Name, m.Value.GetString())));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed)) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
