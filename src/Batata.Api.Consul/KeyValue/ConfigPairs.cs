using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.KeyValue;

/// <summary>
/// Configs of Nacos as the pairs that <c>consul kv export</c> and <c>consul kv import</c> know: <c>namespace/group/dataId</c> and the content. An addition of Batata, at
/// <c>GET /v1/kv/export?namespaceId=</c> and <c>PUT /v1/kv/import?namespaceId=</c>. Without <c>namespaceId</c> these are keys like any other, as in Consul.
/// </summary>
internal sealed class ConfigPairs(IConfigQueries queries, IMediator mediator)
{
    private const string NamespaceKey = "namespaceId";
    private const string DefaultGroup = "DEFAULT_GROUP";
    private const string NoText = "the value is no text in UTF-8";
    private const int MaxBytes = 128 * 1024 * 1024;
    private const int AtOnce = 32;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsExport(ConsulRequest request) => request.Rest == "export" && request.Query.Has(NamespaceKey);

    public static bool IsImport(ConsulRequest request) => request.Rest == "import" && request.Query.Has(NamespaceKey);

    public async Task ExportAsync(ConsulRequest request)
    {
        var search = new ConfigSearch(Blur: false, NamespaceId.Normalize(request.Query.First(NamespaceKey)), null, null, null, [], [], null);
        var found = new List<(string Key, string Content)>();
        foreach (var key in await queries.FindKeysAsync(search, request.Aborted))
        {
            if (await queries.FindAsync(key, request.Aborted) is { } config) found.Add((key.ToString(), config.Version.Content.Text)); // else removed meanwhile
        }
        found.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key)); // as an export of Consul, whatever order they came in
        await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(pretty: true, json =>
        {
            json.WriteStartArray();
            foreach (var (key, content) in found)
            {
                json.WriteStartObject();
                json.WriteString("Key"u8, key);
                json.WriteNumber("Flags"u8, 0);
                json.WriteBase64String("Value"u8, Encoding.UTF8.GetBytes(content));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }));
    }

    public async Task ImportAsync(ConsulRequest request)
    {
        if (await RequestBodies.ReadAsync(request.Http.Request, MaxBytes, request.Aborted) is not { } body)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status413PayloadTooLarge, $"Request body too large. Max allowed is {MaxBytes} bytes.");
            return;
        }
        if (Read(body) is not { } pairs)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "The body is no JSON array of keys and values.");
            return;
        }
        var author = new ConfigAuthor(null, request.Http.Connection.RemoteIpAddress?.MapToIPv4().ToString());
        var items = pairs.Select((pair, i) => (Place: i, Key: KeyOf(pair.Key, request.Query.First(NamespaceKey)), pair.Content)).ToList();
        var outcomes = new string?[items.Count];
        var given = items.Where(static item => item.Content is null || !string.IsNullOrWhiteSpace(item.Content)).ToList(); // a folder of Consul is empty: there is no empty config
        // The log takes many at once; those of one key stay in their order.
        await Parallel.ForEachAsync(given.GroupBy(static item => item.Key), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = request.Aborted }, async (same, cancellationToken) =>
        {
            foreach (var (place, key, content) in same) outcomes[place] = content is null ? NoText : await PublishAsync(key, content, author, cancellationToken);
        });
        var failed = given.Where(item => outcomes[item.Place] is not null).Select(item => (item.Key, Reason: outcomes[item.Place]!)).ToList();
        await ConsulAnswers.BytesAsync(
            request.Http, StatusCodes.Status200OK, ConsulAnswers.Json,
            ConsulJson.Write(pretty: false, json => WriteReport(json, given.Count - failed.Count, items.Count - given.Count, failed)));
    }

    /// <returns>Why it was refused; null when it is stored.</returns>
    private async Task<string?> PublishAsync(ConfigKey key, string content, ConfigAuthor author, CancellationToken cancellationToken)
    {
        var published = await mediator.Send(new PublishConfig(key, content, ConfigDescription.None with { Type = TypeOf(key.DataId) }, author), cancellationToken);
        return published.Failure?.Message;
    }

    /// <summary>Letter case of names does not matter, as for Consul's own import. A value that is no Base64 is taken as it stands.</summary>
    /// <returns>Null when it is something else. A content is null when it is no text, which a config cannot hold.</returns>
    private static List<(string Key, string? Content)>? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(GoBody.WithText(body));
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            var pairs = new List<(string, string?)>();
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object || Text(item, "key") is not { Length: > 0 } key) return null;
                pairs.Add((key, Content(Text(item, "value") ?? "")));
            }
            return pairs;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement item, string name)
    {
        string? found = null;
        foreach (var member in item.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) found = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
        }
        return found;
    }

    private static string? Content(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length)) return value;
        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>One part is a dataId of the default group, two are group and dataId, more begin with the namespace.</summary>
    private static ConfigKey KeyOf(string name, string namespaceId) => name.Split('/', 3) switch
    {
        [var space, var group, var dataId] => ConfigKey.Of(dataId, group, space),
        [var group, var dataId] => ConfigKey.Of(dataId, group, namespaceId),
        _ => ConfigKey.Of(name, DefaultGroup, namespaceId),
    };

    private static string TypeOf(string dataId) => Path.GetExtension(dataId) switch
    {
        ".yml" => "yaml",
        ".htm" => "html",
        var extension => ConfigType.OrText(extension.TrimStart('.')),
    };

    private static void WriteReport(Utf8JsonWriter json, int stored, int skipped, List<(ConfigKey Key, string Reason)> failed)
    {
        json.WriteStartObject();
        json.WriteNumber("successCount"u8, stored);
        json.WriteNumber("skipCount"u8, skipped);
        json.WriteNumber("failCount"u8, failed.Count);
        json.WriteStartArray("failData"u8);
        foreach (var (key, reason) in failed)
        {
            json.WriteStartObject();
            json.WriteString("dataId"u8, key.DataId);
            json.WriteString("group"u8, key.Group);
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
