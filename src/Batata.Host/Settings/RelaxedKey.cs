namespace Batata.Host.Settings;

/// <summary>Spellings of a key that count as one, as Spring has it: letter case, dashes and underscores do not matter.</summary>
internal static class RelaxedKey
{
    /// <summary><c>nacos.server.contextPath</c> and <c>nacos.server.context-path</c> alike.</summary>
    public static string Of(string key) => Squeeze(key, keepDots: true);

    /// <summary>Names of environment variables have no dots either.</summary>
    public static string OfVariable(string name) => Squeeze(name, keepDots: false);

    private static string Squeeze(string text, bool keepDots) => string.Create(Length(text, keepDots), (text, keepDots), static (target, from) =>
    {
        var at = 0;
        foreach (var c in from.text)
        {
            if (Kept(c, from.keepDots)) target[at++] = char.ToLowerInvariant(c);
        }
    });

    private static int Length(string text, bool keepDots)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (Kept(c, keepDots)) length++;
        }
        return length;
    }

    private static bool Kept(char c, bool keepDots) => c is not ('-' or '_') && (keepDots || c != '.');
}
