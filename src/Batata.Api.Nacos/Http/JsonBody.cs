using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Batata.Api.Nacos.Http;

/// <summary>What became of a JSON body.</summary>
internal enum JsonOutcome
{
    Read,

    /// <summary>Its type is not JSON.</summary>
    OtherType,

    /// <summary>Empty, too long or no JSON of this shape.</summary>
    Unreadable,
}

/// <summary>Reads a JSON body within a limit. Unknown properties are ignored, as Spring does.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 2 * 1024 * 1024;

    public static async Task<(JsonOutcome Outcome, T? Value)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentType is null && request.ContentLength is null or 0) return (JsonOutcome.Unreadable, null);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var media) || media.MediaType != "application/json") return (JsonOutcome.OtherType, null);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBytes) return (JsonOutcome.Unreadable, null);
            body.Write(buffer, 0, read);
        }
        try
        {
            var value = JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type);
            return (value is null ? JsonOutcome.Unreadable : JsonOutcome.Read, value);
        }
        catch (JsonException)
        {
            return (JsonOutcome.Unreadable, null);
        }
    }
}
