using System.Globalization;

namespace Batata.Domain.Naming;

/// <summary>How the reference reads and shows single values, where clients can see it.</summary>
public static class JavaText
{
    /// <summary><c>ConvertUtils.toBoolean</c>: true, on, yes, t, y in any case; everything else is false.</summary>
    public static bool ToBoolean(string? text) => text?.ToUpperInvariant() is "TRUE" or "ON" or "YES" or "T" or "Y";

    /// <summary><c>Boolean.parseBoolean</c>.</summary>
    public static bool ParseBoolean(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>Float.toString</c> for the values that settings hold: whole numbers end in <c>.0</c>.</summary>
    public static string Of(float value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.All(static c => char.IsAsciiDigit(c) || c == '-') ? text + ".0" : text;
    }

    /// <summary>The text of a NumberFormatException.</summary>
    public static string NoNumber(string? text) => $"For input string: \"{text}\"";
}
