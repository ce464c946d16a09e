using System.Text.Json;
using Batata.Domain.Shared;

namespace Batata.Domain.Naming;

/// <summary>The metadata parameter of the HTTP APIs: a JSON object, or <c>k=v,k=v</c>. Protocol source: Nacos <c>UtilsAndCommons.parseMetadata</c>.</summary>
public static class MetadataText
{
    /// <param name="keepNulls">A JSON null stays as a null value (v2 and v3); in v1 the key is dropped.</param>
    /// <returns>Empty for a blank text; <c>naming.metadata</c> when it can be read neither way.</returns>
    public static Outcome<Metadata> Parse(string? text, bool keepNulls = false)
    {
        if (string.IsNullOrWhiteSpace(text)) return Metadata.Empty;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? OfJson(json.RootElement, text, keepNulls) : NamingFailures.MetadataUnreadable(text);
        }
        catch (JsonException)
        {
            return OfPairs(text);
        }
    }

    /// <summary>Numbers and booleans become text.</summary>
    /// <returns><c>naming.metadata</c> when a value is an object or an array, or a text is no text (half a surrogate pair).</returns>
    public static Outcome<Metadata> OfJson(JsonElement json, string text, bool keepNulls)
    {
        try
        {
            return ReadMembers(json, text, keepNulls);
        }
        catch (InvalidOperationException)
        {
            return NamingFailures.MetadataUnreadable(text);
        }
    }

    private static Outcome<Metadata> ReadMembers(JsonElement json, string text, bool keepNulls)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.String:
                    pairs.Add(new(member.Name, member.Value.GetString()));
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    pairs.Add(new(member.Name, member.Value.GetRawText()));
                    break;
                case JsonValueKind.Null:
                    if (keepNulls) pairs.Add(new(member.Name, null));
                    break;
                default:
                    return NamingFailures.MetadataUnreadable(text);
            }
        }
        return Metadata.Of(pairs);
    }

    /// <summary>Blanks are kept; each part has exactly one <c>=</c> and a value, empty parts at the end do not count (Java's <c>split</c>).</summary>
    private static Outcome<Metadata> OfPairs(string text)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        foreach (var part in text.TrimEnd(',').Split(','))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0 || at == part.Length - 1 || part.IndexOf('=', at + 1) >= 0) return NamingFailures.MetadataUnreadable(text);
            pairs.Add(new(part[..at], part[(at + 1)..]));
        }
        return Metadata.Of(pairs);
    }
}
