using System.Text.RegularExpressions;

namespace Batata.Application.Patterns;

/// <summary>
/// Regular expressions of Go (RE2) for what people give us: they are translated, so that they mean the same here, and run without backtracking, in time that grows
/// with the text alone. What RE2 has not, look-around and back references, is refused in Go's words. Protocol source: Go <c>regexp/syntax/parse.go</c>.
/// </summary>
public static class GoRegex
{
    /// <summary>For one text; a match that takes longer throws.</summary>
    public static TimeSpan MatchTimeout { get; } = TimeSpan.FromMilliseconds(250);

    private const int MaxLength = 4_096;

    /// <returns>Why it is refused, as Go says it; null when it is not.</returns>
    public static string? TryCompile(string pattern, out Regex regex)
    {
        regex = MatchNothing.Value;
        if (pattern.Length > MaxLength) return $"error parsing regexp: expression too large: `{pattern[..32]}...`";
        var reader = new GoRegexReader(pattern);
        if (reader.Translate() is not { } translated) return reader.Problem;
        try
        {
            regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return GoRegexReader.Text("expression too large", pattern); // what was parsed differs by limits alone
        }
    }

    private static readonly Lazy<Regex> MatchNothing = new(static () => new Regex(@"[^\s\S]", RegexOptions.NonBacktracking, MatchTimeout));
}
