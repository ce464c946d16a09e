using System.Buffers;
using System.Globalization;
using System.Text;

namespace Batata.Api.Consul.Http;

/// <summary>Durations in the spelling of Go: <c>1h30m</c>, <c>1.5s</c>, <c>100ms</c>. In nanoseconds, which a signed 64-bit number holds for 292 years.</summary>
internal static class GoDuration
{
    private static readonly (string Unit, long Nanoseconds)[] Units =
        [("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000)];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is '-' or '+') text = text[1..];
        if (text is "0") return true;
        if (text.IsEmpty) return false;
        decimal sum = 0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            text = text[digits..];
            var length = text.IndexOfAny(Digits);
            if (length < 0) length = text.Length;
            if (UnitOf(text[..length]) is not { } unit || number > long.MaxValue / (decimal)unit) return false;
            sum += number * unit;
            if (sum > long.MaxValue) return false;
            text = text[length..];
        }
        nanoseconds = (long)(negative ? -sum : sum);
        return true;
    }

    /// <summary>As Go prints it: <c>1m30s</c>, <c>1.5s</c>, <c>0s</c>.</summary>
    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0) return "0s";
        var (sign, rest) = nanoseconds < 0 ? ("-", 0UL - (ulong)nanoseconds) : ("", (ulong)nanoseconds);
        if (rest < 1_000_000_000)
        {
            var (unit, size) = rest < 1_000 ? ("ns", 1UL) : rest < 1_000_000 ? ("µs", 1_000UL) : ("ms", 1_000_000UL);
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{(decimal)rest / size:0.######}{unit}");
        }
        var (hours, minutes) = (rest / 3_600_000_000_000, rest / 60_000_000_000 % 60);
        var seconds = (decimal)(rest % 60_000_000_000) / 1_000_000_000;
        var whole = hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h{minutes}m") : minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}{seconds:0.#########}s");
    }

    /// <summary>What Go says of a text that is no duration.</summary>
    public static string Problem(string text)
    {
        var rest = text.AsSpan();
        if (!rest.IsEmpty && rest[0] is '-' or '+') rest = rest[1..];
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var number = digits < 0 ? rest : rest[..digits];
            var dot = number.IndexOf('.');
            if (dot >= 0 && number[(dot + 1)..].IndexOf('.') is >= 0 and var second) number = number[..(dot + 1 + second)];
            if (!number.ContainsAnyInRange('0', '9')) break;
            rest = rest[number.Length..];
            if (rest.IsEmpty || rest[0] == '.') return $"time: missing unit in duration {Quote(text)}";
            var length = rest.IndexOfAny(Digits);
            var unit = length < 0 ? rest : rest[..length];
            if (UnitOf(unit) is null) return $"time: unknown unit {Quote(unit)} in duration {Quote(text)}";
            rest = rest[unit.Length..];
        }
        return $"time: invalid duration {Quote(text)}";
    }

    /// <summary>The quotes of Go's package time: bytes beyond ASCII stand as numbers.</summary>
    private static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var one in Encoding.UTF8.GetBytes(text.ToString()))
        {
            if (one is (byte)'"' or (byte)'\\') quoted.Append('\\').Append((char)one);
            else if (one is < 0x20 or >= 0x80) quoted.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
            else quoted.Append((char)one);
        }
        return quoted.Append('"').ToString();
    }

    private static long? UnitOf(ReadOnlySpan<char> text)
    {
        foreach (var (unit, size) in Units)
        {
            if (text.SequenceEqual(unit)) return size;
        }
        return null;
    }
}
