namespace Batata.Host.Settings;

/// <summary>Spellings of a key that count as one, as Spring has it: letter case, dashes and underscores do not matter, and <c>a[0]</c> is <c>a.0</c>.</summary>
internal static class RelaxedKey
{
    /// <summary><c>nacos.server.contextPath</c> and <c>nacos.server.context-path</c> alike.</summary>
    public static string Of(string key) => Squeeze(key, keepDots: true);

    /// <summary>Names of environment variables have no dots either.</summary>
    public static string OfVariable(string name) => Squeeze(name, keepDots: false);

    private static string Squeeze(string text, bool keepDots)
    {
        Span<char> kept = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (c is '-' or '_' or ']') continue;
            if (c is '.' or '[')
            {
                if (keepDots) kept[length++] = '.';
            }
            else
            {
                kept[length++] = char.ToLowerInvariant(c);
            }
        }
        return new string(kept[..length]);
    }
}
