using System.Globalization;
using System.Text;

namespace Batata.Application.Patterns;

/// <summary>What a backslash begins: a character, a set of them, or a place. Letters and digits are those of ASCII, as in Go.</summary>
internal sealed class GoRegexEscape(string pattern, int start)
{
    /// <summary>Behind it.</summary>
    public int End { get; private set; }

    /// <summary>Body of a character class; null when it is none.</summary>
    public string? Set { get; private set; }

    /// <summary>The beginning, the end, the edge of a word; null when it is none.</summary>
    public string? Assertion { get; private set; }

    public Rune Rune { get; private set; }

    /// <returns>Why it is refused; null when it is not.</returns>
    public (string Problem, string Part)? Read(bool inClass = false)
    {
        if (start + 1 == pattern.Length) return ("trailing backslash at end of expression", "");
        Rune.DecodeFromUtf16(pattern.AsSpan(start + 1), out var rune, out var length);
        End = start + 1 + length;
        var letter = rune.IsAscii ? (char)rune.Value : '\0';
        if (GoRegexClass.PerlSet(letter) is { } set)
        {
            Set = set;
            return null;
        }
        switch (letter)
        {
            case 'p' or 'P': return ReadUnicode();
            case 'A' or 'z' or 'b' or 'B' when !inClass:
                Assertion = $@"\{letter}";
                return null;
            case 'x': return ReadHex();
            case '0': return ReadOctal(1);
            case >= '1' and <= '7' when End < pattern.Length && pattern[End] is >= '0' and <= '7': return ReadOctal(1);
        }
        var control = "afnrtv".IndexOf(letter, StringComparison.Ordinal);
        if (control < 0 && (!rune.IsAscii || char.IsAsciiLetterOrDigit(letter))) return ("invalid escape sequence", pattern[start..End]);
        Rune = control >= 0 ? new Rune("\a\f\n\r\t\v"[control]) : rune;
        return null;
    }

    private (string Problem, string Part)? ReadUnicode()
    {
        var negative = pattern[start + 1] == 'P';
        if (End == pattern.Length) return ("invalid character class range", pattern[start..End]);
        string name;
        if (pattern[End] == '{')
        {
            var close = pattern.IndexOf('}', End);
            if (close < 0) return ("invalid character class range", pattern[start..]);
            name = pattern[(End + 1)..close];
            End = close + 1;
        }
        else
        {
            name = pattern[End].ToString();
            End++;
        }
        if (name.StartsWith('^')) (negative, name) = (!negative, name[1..]);
        Set = GoRegexClass.UnicodeSet(name, negative);
        return Set is null ? ("invalid character class range", pattern[start..End]) : null;
    }

    private (string Problem, string Part)? ReadHex()
    {
        var braces = End < pattern.Length && pattern[End] == '{';
        var close = braces ? pattern.IndexOf('}', End) : Math.Min(pattern.Length, End + 2);
        var digits = close < 0 ? "" : pattern[(braces ? End + 1 : End)..close];
        if (digits.Length is 0 or > 8 || (!braces && digits.Length < 2) || !digits.All(char.IsAsciiHexDigit)
            || !Rune.TryCreate(uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), out var rune))
        {
            return ("invalid escape sequence", pattern[start..Math.Min(pattern.Length, End + 1)]);
        }
        End = braces ? close + 1 : close;
        Rune = rune;
        return null;
    }

    /// <summary>Up to three digits.</summary>
    private (string Problem, string Part)? ReadOctal(int from)
    {
        var value = 0;
        var at = start + from;
        for (var digits = 0; digits < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; digits++, at++) value = (value * 8) + pattern[at] - '0';
        End = at;
        Rune = new Rune(value);
        return null;
    }
}
