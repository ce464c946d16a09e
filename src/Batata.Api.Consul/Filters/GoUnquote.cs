using System.Text;

namespace Batata.Api.Consul.Filters;

/// <summary>Quoted texts as Go reads them. Protocol source: <c>strconv.Unquote</c>.</summary>
internal static class GoUnquote
{
    /// <param name="text">With its quotes: double ones, where backslashes escape, or back ones.</param>
    /// <returns>Null where Go says <c>invalid syntax</c>.</returns>
    public static string? Of(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != text[^1]) return null;
        var inner = text[1..^1];
        if (text[0] == '`') return inner.Contains('`') ? null : inner.ToString().Replace("\r", "", StringComparison.Ordinal);
        if (text[0] != '"' || inner.ContainsAny('\n', '"')) return null;
        if (!inner.Contains('\\')) return inner.ToString();
        var bytes = new List<byte>(inner.Length);
        Span<byte> utf8 = stackalloc byte[4];
        while (!inner.IsEmpty)
        {
            if (inner[0] != '\\')
            {
                Rune.DecodeFromUtf16(inner, out var rune, out var length);
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                inner = inner[length..];
            }
            else if (!TryEscape(ref inner, bytes))
            {
                return null;
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool TryEscape(ref ReadOnlySpan<char> text, List<byte> bytes)
    {
        if (text.Length < 2) return false;
        if (SimpleEscapes.IndexOf(text[1], StringComparison.Ordinal) is >= 0 and var simple)
        {
            bytes.Add((byte)SimpleMeanings[simple]);
            text = text[2..];
            return true;
        }
        var (digits, style, from) = text[1] switch
        {
            'x' => (2, 16, 2),
            'u' => (4, 16, 2),
            'U' => (8, 16, 2),
            >= '0' and <= '7' => (3, 8, 1),
            _ => (0, 0, 0),
        };
        if (digits == 0 || text.Length < from + digits || ValueOf(text.Slice(from, digits), style) is not { } value) return false;
        if (digits <= 3)
        {
            if (value > 255) return false;
            bytes.Add((byte)value);
        }
        else
        {
            if (!Rune.IsValid(value)) return false;
            Span<byte> utf8 = stackalloc byte[4];
            bytes.AddRange(utf8[..new Rune(value).EncodeToUtf8(utf8)]);
        }
        text = text[(from + digits)..];
        return true;
    }

    private const string SimpleEscapes = "abfnrtv\\\"";
    private const string SimpleMeanings = "\a\b\f\n\r\t\v\\\"";

    private static int? ValueOf(ReadOnlySpan<char> digits, int numberBase)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            var one = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : numberBase;
            if (one >= numberBase) return null;
            value = (value * numberBase) + one;
        }
        return value > int.MaxValue ? null : (int)value;
    }
}
