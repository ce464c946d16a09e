using System.Globalization;
using System.Text.Json;

namespace Batata.Api.Nacos.Naming;

/// <summary>Reads members of JSON that clients of many languages wrote: a number may be a text and the other way round, as Jackson takes it.</summary>
internal static class LenientJson
{
    /// <summary>Null when it is missing, null, or no plain value; half a surrogate pair is none.</summary>
    public static string? Text(this JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => StringOf(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <returns>Null when it is no number, or one that JSON cannot show.</returns>
    public static double? Number(this JsonElement json, string name, double otherwise) => json.Text(name) is not { Length: > 0 } text
        ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
