using System.Text;

namespace Batata.Host.Settings;

/// <summary>Spring's <c>${name}</c> and <c>${name:default}</c> in values, nested as deep as one likes.</summary>
internal static class Placeholders
{
    /// <param name="lookup">Value of a name, placeholders in it included; null when it has none.</param>
    /// <returns>The value, or what is wrong with it.</returns>
    public static (string? Value, string? Problem) Resolve(string text, Func<string, string?> lookup) => Resolve(text, lookup, []);

    private static (string? Value, string? Problem) Resolve(string text, Func<string, string?> lookup, HashSet<string> open)
    {
        var start = text.IndexOf("${", StringComparison.Ordinal);
        if (start < 0) return (text, null);
        var result = new StringBuilder();
        var done = 0;
        while (start >= 0)
        {
            result.Append(text, done, start - done);
            var end = EndOf(text, start + 2);
            if (end < 0) return (null, $"has a ${{ without its }}: {text[start..]}");
            var (value, problem) = One(text[(start + 2)..end], lookup, open);
            if (problem is not null) return (null, problem);
            result.Append(value);
            done = end + 1;
            start = text.IndexOf("${", done, StringComparison.Ordinal);
        }
        return (result.Append(text, done, text.Length - done).ToString(), null);
    }

    private static (string? Value, string? Problem) One(string inside, Func<string, string?> lookup, HashSet<string> open)
    {
        var colon = ColonOf(inside);
        var (name, problem) = Resolve(colon < 0 ? inside : inside[..colon], lookup, open);
        if (name is null) return (null, problem);
        if (lookup(name) is { } found)
        {
            if (!open.Add(name)) return (null, $"refers to itself by way of ${{{name}}}");
            var resolved = Resolve(found, lookup, open);
            open.Remove(name);
            return resolved;
        }
        return colon < 0 ? (null, $"refers to ${{{name}}}, which is not set") : Resolve(inside[(colon + 1)..], lookup, open);
    }

    private static int EndOf(string text, int from)
    {
        var depth = 0;
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{') depth++;
            else if (text[at] == '}' && depth-- == 0) return at;
        }
        return -1;
    }

    // The colon of ${a${b:c}:d} is the one outside.
    private static int ColonOf(string inside)
    {
        var depth = 0;
        for (var at = 0; at < inside.Length; at++)
        {
            if (inside[at] == '{') depth++;
            else if (inside[at] == '}') depth--;
            else if (inside[at] == ':' && depth == 0) return at;
        }
        return -1;
    }
}
