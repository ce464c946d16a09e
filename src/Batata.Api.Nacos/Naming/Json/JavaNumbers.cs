using System.Globalization;
using System.Text.Json;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>Whole real numbers as Java writes them, with a zero behind the point: readers in some languages make an integer of <c>1</c> and stumble later.</summary>
internal static class JavaNumbers
{
    public static void WriteFloat(this Utf8JsonWriter json, ReadOnlySpan<byte> name, float value)
    {
        json.WritePropertyName(name);
        Span<byte> text = stackalloc byte[32];
        if (Math.Abs(value) < 1e7f && value == MathF.Truncate(value) && value.TryFormat(text, out var length, "F1", CultureInfo.InvariantCulture))
            json.WriteRawValue(text[..length], skipInputValidation: true);
        else json.WriteNumberValue(value);
    }
}
