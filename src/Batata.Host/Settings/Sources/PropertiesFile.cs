using System.Globalization;
using System.Text;

namespace Batata.Host.Settings.Sources;

/// <summary>Java's <c>.properties</c>, read as UTF-8. Format: <c>java.util.Properties.load</c>.</summary>
internal static class PropertiesFile
{
    /// <param name="name">Of the file, for origins and errors.</param>
    /// <exception cref="SettingSourceException">A broken escape; it is the only thing that this format can get wrong.</exception>
    public static List<SettingValue> Parse(TextReader text, string name)
    {
        var values = new List<SettingValue>();
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            var first = number;
            var logical = line.TrimStart(' ', '\t', '\f');
            if (logical.Length == 0 || logical[0] is '#' or '!') continue;
            while (EndsInBackslash(logical))
            {
                logical = logical[..^1];
                if (text.ReadLine() is not { } more) break;
                number++;
                logical += more.TrimStart(' ', '\t', '\f');
            }
            var origin = $"{name}:{first}";
            var (key, value) = Split(logical);
            values.Add(new(Unescape(key, origin), Unescape(value, origin), origin));
        }
        return values;
    }

    private static bool EndsInBackslash(string line)
    {
        var count = 0;
        while (count < line.Length && line[^(count + 1)] == '\\') count++;
        return count % 2 == 1;
    }

    // The key ends at the first =, : or blank that is not escaped; around one = or : blanks do not count.
    private static (string Key, string Value) Split(string line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f')) end += line[end] == '\\' ? 2 : 1;
        end = Math.Min(end, line.Length);
        var value = line.AsSpan(end).TrimStart(" \t\f");
        if (value.Length > 0 && value[0] is '=' or ':') value = value[1..].TrimStart(" \t\f");
        // Java keeps blanks at the end of a value, but whoever leaves some behind a port or a switch does not mean them.
        return (line[..end], value.TrimEnd(" \t\f").ToString());
    }

    private static string Unescape(string text, string origin)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || ++at == text.Length)
            {
                if (at < text.Length) result.Append(text[at]);
                continue;
            }
            if (text[at] == 'u')
            {
                if (at + 5 > text.Length || !ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                    throw new SettingSourceException($"{origin}: \\u must be followed by four hexadecimal digits (a path with backslashes needs each of them twice)");
                result.Append((char)code);
                at += 4;
                continue;
            }
            result.Append(text[at] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        }
        return result.ToString();
    }
}
