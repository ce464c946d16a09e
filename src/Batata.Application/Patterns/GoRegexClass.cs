using System.Globalization;
using System.Text;

namespace Batata.Application.Patterns;

/// <summary>Reads a bracket expression. Characters beyond the basic plane can be named one by one, not in ranges: .NET sees two units there.</summary>
internal sealed class GoRegexClass(string pattern, int start)
{
    private readonly StringBuilder _set = new();
    private readonly List<string> _pairs = [];
    private bool _negative;

    public int End { get; private set; }

    public int Size { get; private set; }

    /// <summary>As .NET has it.</summary>
    public string Text => _pairs.Count == 0
        ? $"[{(_negative ? "^" : "")}{_set}]"
        : $"(?:{string.Join('|', _pairs)}{(_set.Length > 0 ? $"|[{_set}]" : "")})";

    public static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $@"\u{unit:X4}");

    /// <returns>Null when it is none of Perl's classes.</returns>
    public static string? PerlSet(char letter) => letter switch
    {
        'd' => "0-9",
        'D' => @"\u0000-\u002F\u003A-\uFFFF",
        's' => @"\t\n\f\r\u0020",
        'S' => @"\u0000-\u0008\u000B\u000E-\u001F\u0021-\uFFFF",
        'w' => "0-9A-Za-z_",
        'W' => @"\u0000-\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-\uFFFF",
        _ => null,
    };

    /// <summary>General categories. Scripts are not known here.</summary>
    public static string? UnicodeSet(string name, bool negative)
    {
        if (name == "Any" && !negative) return @"\u0000-\uFFFF";
        return Categories.Contains(name) ? $@"\{(negative ? 'P' : 'p')}{{{name}}}" : null;
    }

    /// <returns>Why it is refused; null when it is not.</returns>
    public (string Problem, string Part)? Read()
    {
        var at = start + 1;
        if (at < pattern.Length && pattern[at] == '^')
        {
            _negative = true;
            at++;
        }
        for (var first = true; ; first = false)
        {
            if (at >= pattern.Length) return ("missing closing ]", pattern[start..]);
            if (pattern[at] == ']' && !first) break;
            Size++;
            if (string.CompareOrdinal(pattern, at, "[:", 0, 2) == 0 && pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) is >= 0 and var close)
            {
                if (PosixSet(pattern[(at + 2)..close]) is not { } posix) return ("invalid character class range", pattern[at..(close + 2)]);
                _set.Append(posix);
                at = close + 2;
                continue;
            }
            if (ReadItem(ref at) is { } refused) return refused;
        }
        End = at + 1;
        return _negative && _pairs.Count > 0 ? ("invalid character class range", pattern[start..End]) : null;
    }

    /// <summary>A character, a range of them, or a set behind a backslash.</summary>
    private (string Problem, string Part)? ReadItem(ref int at)
    {
        var itemStart = at;
        if (ReadRune(ref at, out var from, out var set) is { } refused) return refused;
        if (set is not null)
        {
            _set.Append(set);
            return null;
        }
        var to = from;
        if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
        {
            at++;
            if (ReadRune(ref at, out to, out set) is { } bad) return bad;
            if (set is not null || to.Value < from.Value) return ("invalid character class range", pattern[itemStart..at]);
        }
        if (from == to && !from.IsBmp)
        {
            _pairs.Add(from.ToString());
            return null;
        }
        if (!from.IsBmp) return ("invalid character class range", pattern[itemStart..at]);
        _set.Append(Unit(from.Value));
        if (to != from) _set.Append('-').Append(Unit(Math.Min(to.Value, char.MaxValue)));
        return null;
    }

    private (string Problem, string Part)? ReadRune(ref int at, out Rune rune, out string? set)
    {
        set = null;
        if (pattern[at] != '\\')
        {
            Rune.DecodeFromUtf16(pattern.AsSpan(at), out rune, out var length);
            at += length;
            return null;
        }
        var escape = new GoRegexEscape(pattern, at);
        var refused = escape.Read(inClass: true);
        (rune, set) = (escape.Rune, escape.Set);
        at = escape.End;
        return refused;
    }

    private static string? PosixSet(string name)
    {
        var negative = name.StartsWith('^');
        return Posix.GetValueOrDefault(negative ? name[1..] : name) is { } sets ? negative ? sets.Other : sets.Own : null;
    }

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So",
        "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co",
    };

    private static readonly Dictionary<string, (string Own, string Other)> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = ("0-9A-Za-z", @"\u0000-\u002F\u003A-\u0040\u005B-\u0060\u007B-\uFFFF"),
        ["alpha"] = ("A-Za-z", @"\u0000-\u0040\u005B-\u0060\u007B-\uFFFF"),
        ["ascii"] = (@"\u0000-\u007F", @"\u0080-\uFFFF"),
        ["blank"] = (@"\u0009\u0020", @"\u0000-\u0008\u000A-\u001F\u0021-\uFFFF"),
        ["cntrl"] = (@"\u0000-\u001F\u007F", @"\u0020-\u007E\u0080-\uFFFF"),
        ["digit"] = ("0-9", @"\u0000-\u002F\u003A-\uFFFF"),
        ["graph"] = (@"\u0021-\u007E", @"\u0000-\u0020\u007F-\uFFFF"),
        ["lower"] = ("a-z", @"\u0000-\u0060\u007B-\uFFFF"),
        ["print"] = (@"\u0020-\u007E", @"\u0000-\u001F\u007F-\uFFFF"),
        ["punct"] = (@"\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E", @"\u0000-\u0020\u0030-\u0039\u0041-\u005A\u0061-\u007A\u007F-\uFFFF"),
        ["space"] = (@"\u0009-\u000D\u0020", @"\u0000-\u0008\u000E-\u001F\u0021-\uFFFF"),
        ["upper"] = ("A-Z", @"\u0000-\u0040\u005B-\uFFFF"),
        ["word"] = ("0-9A-Za-z_", @"\u0000-\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-\uFFFF"),
        ["xdigit"] = ("0-9A-Fa-f", @"\u0000-\u002F\u003A-\u0040\u0047-\u0060\u0067-\uFFFF"),
    };
}
