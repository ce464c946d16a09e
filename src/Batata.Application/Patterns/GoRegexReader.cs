using System.Globalization;
using System.Text;

namespace Batata.Application.Patterns;

/// <summary>Reads one expression as Go does and writes what means the same in .NET. Groups capture nothing: nobody asks for them.</summary>
internal sealed class GoRegexReader(string pattern)
{
    /// <summary>Groups inside each other. Go's own limit is 1000.</summary>
    private const int MaxDepth = 100;

    /// <summary>Pieces after all repetitions are written out.</summary>
    private const int MaxSize = 20_000;

    private const int MaxRepeat = 1_000;

    private readonly StringBuilder _out = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;

    private record struct Flags(bool IgnoreCase, bool Multiline, bool DotAll);

    public string Problem { get; private set; } = "";

    private bool Ended => _at == pattern.Length;

    public static string Text(string problem, string part) => $"error parsing regexp: {problem}: `{part}`";

    /// <returns>Null when it is refused.</returns>
    public string? Translate()
    {
        var size = Alternatives(default, 0);
        if (size is null) return null;
        return Ended ? _out.ToString() : Refuse("unexpected )", pattern);
    }

    /// <summary>Up to the end or a closing parenthesis.</summary>
    /// <returns>How large it is; null when it is refused. So of all that follow.</returns>
    private long? Alternatives(Flags flags, int depth)
    {
        if (depth > MaxDepth)
        {
            Refuse("expression nests too deeply", pattern);
            return null;
        }
        var size = 0L;
        var lastRepeat = -1; // where the repetition begins that ended just here
        var hasAtom = false;
        var last = (Begin: 0, Size: 0L);
        while (!Ended && pattern[_at] != ')')
        {
            var begin = _out.Length;
            long? atom;
            switch (pattern[_at])
            {
                case '|':
                    _at++;
                    _out.Append('|');
                    (hasAtom, lastRepeat) = (false, -1);
                    continue;
                case '*' or '+' or '?':
                case '{' when RepeatLength() > 0:
                    if (!hasAtom) return Fail("missing argument to repetition operator", RepeatText());
                    if (Repeat(last, ref lastRepeat, ref size) is { } refused) return Fail(refused.Problem, refused.Part);
                    continue;
                case '(' when IsFlagsOnly(ref flags, out var refusedFlags):
                    if (refusedFlags is not null) return Fail("invalid or unsupported Perl syntax", refusedFlags);
                    continue;
                case '(':
                    atom = Group(flags, depth);
                    break;
                case '[':
                    atom = Class(flags);
                    break;
                case '\\' when IsAt(@"\Q"):
                    begin = Quoted(flags, ref size);
                    if (begin < 0) continue;
                    atom = 1;
                    break;
                case '\\':
                    atom = Escape(flags);
                    break;
                default:
                    atom = Simple(flags);
                    break;
            }
            if (atom is not { } one) return null;
            (hasAtom, lastRepeat, last) = (true, -1, (begin, one));
            size += one;
            if (size > MaxSize) return Fail("expression too large", pattern);
        }
        return size;
    }

    /// <summary>The repetition here of what was read last.</summary>
    private (string Problem, string Part)? Repeat((int Begin, long Size) atom, ref int lastRepeat, ref long size)
    {
        var start = _at;
        var length = RepeatLength();
        var (min, max) = RepeatBounds();
        if (min > MaxRepeat || max > MaxRepeat || (max >= 0 && min > max)) return ("invalid repeat count", pattern.Substring(start, length));
        _at += length;
        if (!Ended && pattern[_at] == '?') _at++; // lazy or not finds the same
        if (lastRepeat >= 0) return ("invalid nested repetition operator", pattern[lastRepeat.._at]);
        lastRepeat = start;
        var times = Math.Max(1, Math.Max(min, max));
        size += (atom.Size * (times - 1)) + 1;
        if (atom.Size * times > MaxSize || size > MaxSize) return ("expression too large", pattern);
        _out.Insert(atom.Begin, "(?:").Append(')');
        _out.Append(max < 0 ? (min == 0 ? "*" : min == 1 ? "+" : string.Create(CultureInfo.InvariantCulture, $"{{{min},}}")) : string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"));
        return null;
    }

    /// <returns>0 when there is none here: then a brace is a letter.</returns>
    private int RepeatLength()
    {
        if (pattern[_at] != '{') return 1;
        var end = pattern.IndexOf('}', _at);
        if (end < 0) return 0;
        var parts = pattern[(_at + 1)..end].Split(',');
        return parts.Length <= 2 && IsCount(parts[0]) && (parts.Length == 1 || parts[1].Length == 0 || IsCount(parts[1])) ? end - _at + 1 : 0;
    }

    private static bool IsCount(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    private string RepeatText() => pattern.Substring(_at, RepeatLength());

    /// <returns>A highest of -1 is none.</returns>
    private (int Min, int Max) RepeatBounds()
    {
        switch (pattern[_at])
        {
            case '*': return (0, -1);
            case '+': return (1, -1);
            case '?': return (0, 1);
        }
        var parts = RepeatText()[1..^1].Split(',');
        var min = Count(parts[0]);
        return (min, parts.Length == 1 ? min : parts[1].Length == 0 ? -1 : Count(parts[1]));
    }

    private static int Count(string digits) => digits.Length > 4 ? int.MaxValue : int.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary><c>(?i)</c> and its like: for the rest of the group.</summary>
    private bool IsFlagsOnly(ref Flags flags, out string? refused)
    {
        refused = null;
        if (!IsAt("(?") || IsAt("(?P") || IsAt("(?<")) return false;
        var (changed, end, problem) = ReadFlags(flags);
        if (problem is not null)
        {
            refused = problem;
            return true;
        }
        if (pattern[end] == ':') return false;
        (flags, _at) = (changed, end + 1);
        return true;
    }

    private (Flags Flags, int End, string? Problem) ReadFlags(Flags flags)
    {
        var (negative, any) = (false, false);
        for (var i = _at + 2; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case 'i': flags.IgnoreCase = !negative; break;
                case 'm': flags.Multiline = !negative; break;
                case 's': flags.DotAll = !negative; break;
                case 'U': break; // who is greedy does not change whether it matches
                case '-' when !negative:
                    (negative, any) = (true, false);
                    continue;
                case ':' or ')' when !negative || any:
                    return (flags, i, null);
                default:
                    return (flags, i, pattern[_at..(i + 1)]);
            }
            any = true;
        }
        return (flags, pattern.Length, pattern[_at..]);
    }

    private long? Group(Flags flags, int depth)
    {
        if (IsAt("(?P<") || IsAt("(?<"))
        {
            var begin = pattern.IndexOf('<', _at) + 1;
            var end = pattern.IndexOf('>', _at);
            if (end < 0) return Fail("invalid named capture", pattern[_at..]);
            var name = pattern[begin..end];
            if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) return Fail("invalid named capture", pattern[_at..(end + 1)]);
            if (!_names.Add(name)) return Fail("duplicate capture group name", name);
            _at = end + 1;
        }
        else if (IsAt("(?P"))
        {
            return Fail("invalid or unsupported Perl syntax", pattern[_at..Math.Min(pattern.Length, _at + 4)]);
        }
        else if (IsAt("(?"))
        {
            (flags, var end, _) = ReadFlags(flags);
            _at = end + 1;
        }
        else
        {
            _at++;
        }
        _out.Append("(?:");
        if (Alternatives(flags, depth + 1) is not { } size) return null;
        if (Ended) return Fail("missing closing )", pattern);
        _at++;
        _out.Append(')');
        return size + 1;
    }

    private long? Class(Flags flags)
    {
        var set = new GoRegexClass(pattern, _at);
        if (set.Read() is { } refused) return Fail(refused.Problem, refused.Part);
        _at = set.End;
        Write(set.Text, flags);
        return set.Size;
    }

    private long? Simple(Flags flags)
    {
        Rune.DecodeFromUtf16(pattern.AsSpan(_at), out var rune, out var length);
        _at += length;
        switch (rune.Value)
        {
            case '.': _out.Append(flags.DotAll ? @"[\s\S]" : @"[^\n]"); break;
            case '^': _out.Append(flags.Multiline ? "(?m:^)" : @"\A"); break;
            case '$': _out.Append(flags.Multiline ? "(?m:$)" : @"\z"); break;
            default: Write(Literal(rune), flags); break;
        }
        return 1;
    }

    private long? Escape(Flags flags)
    {
        var escape = new GoRegexEscape(pattern, _at);
        if (escape.Read() is { } refused) return Fail(refused.Problem, refused.Part);
        _at = escape.End;
        Write(escape.Set is { } set ? $"[{set}]" : escape.Assertion ?? Literal(escape.Rune), flags);
        return 1;
    }

    /// <summary>Up to <c>\E</c> every character is a letter. A repetition behind it is of the last one alone.</summary>
    /// <returns>Where that begins in what is written; -1 when there is none.</returns>
    private int Quoted(Flags flags, ref long size)
    {
        var end = pattern.IndexOf(@"\E", _at + 2, StringComparison.Ordinal);
        var text = end < 0 ? pattern[(_at + 2)..] : pattern[(_at + 2)..end];
        _at = end < 0 ? pattern.Length : end + 2;
        var begin = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            begin = _out.Length;
            Write(Literal(rune), flags);
            size++;
        }
        return begin;
    }

    private void Write(string text, Flags flags)
    {
        if (flags.IgnoreCase) _out.Append("(?i:").Append(text).Append(')');
        else _out.Append(text);
    }

    private static string Literal(Rune rune) =>
        rune.IsBmp && !char.IsLetterOrDigit((char)rune.Value) ? GoRegexClass.Unit(rune.Value) : rune.ToString();

    private bool IsAt(string text) => string.CompareOrdinal(pattern, _at, text, 0, text.Length) == 0;

    private string? Refuse(string problem, string part)
    {
        if (Problem.Length == 0) Problem = Text(problem, part);
        return null;
    }

    private long? Fail(string problem, string part)
    {
        Refuse(problem, part);
        return null;
    }
}
