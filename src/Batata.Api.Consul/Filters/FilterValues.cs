using System.Globalization;
using Batata.Application.Go;

namespace Batata.Api.Consul.Filters;

/// <returns>What Go's strconv says; null when the text is one.</returns>
internal delegate string? FilterValueParser<TValue>(string text, out TValue value);

/// <summary>Values of a filter as Go's strconv reads them. Protocol source: go-bexpr <c>coerce.go</c>.</summary>
internal static class FilterValues
{
    public static string? Coerce<TValue>(FilterMatch match, FilterValueParser<TValue> parse, out TValue value) =>
        parse(match.Value!, out value) is { } problem
            ? $"Failed to coerce value {GoQuote.Of(match.Value!)} for selector {GoQuote.Of(match.Selector)}: {problem}"
            : null;

    public static string? Text(string text, out string value)
    {
        value = text;
        return null;
    }

    public static string? Bool(string text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False" ? null : $"strconv.ParseBool: parsing {GoQuote.Of(text)}: invalid syntax";
    }

    /// <summary>With Go's prefixes <c>0x</c>, <c>0o</c>, <c>0b</c>, <c>0</c> and underscores between digits.</summary>
    public static string? Int(string text, out long value)
    {
        var digits = text.AsSpan();
        var negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+")) digits = digits[1..];
        value = 0;
        if (Magnitude(digits, out var magnitude) is { } problem) return $"strconv.ParseInt: parsing {GoQuote.Of(text)}: {problem}";
        if (magnitude > (negative ? 1UL << 63 : long.MaxValue)) return $"strconv.ParseInt: parsing {GoQuote.Of(text)}: value out of range";
        value = negative ? unchecked((long)(0UL - magnitude)) : (long)magnitude;
        return null;
    }

    /// <summary>Bytes of an address.</summary>
    public static string? Byte(string text, out byte value)
    {
        value = 0;
        if (Magnitude(text, out var magnitude) is { } problem) return $"strconv.ParseUint: parsing {GoQuote.Of(text)}: {problem}";
        if (magnitude > byte.MaxValue) return $"strconv.ParseUint: parsing {GoQuote.Of(text)}: value out of range";
        value = (byte)magnitude;
        return null;
    }

    private static string? Magnitude(ReadOnlySpan<char> digits, out ulong value)
    {
        value = 0;
        var (numberBase, prefixed) = (10u, false);
        if (digits.Length > 1 && digits[0] == '0')
        {
            (numberBase, var prefix) = char.ToLowerInvariant(digits[1]) switch { 'x' => (16u, 2), 'o' => (8u, 2), 'b' => (2u, 2), _ => (8u, 1) };
            digits = digits[prefix..];
            prefixed = true;
        }
        if (digits.IsEmpty) return "invalid syntax";
        var (overflow, lastWasDigit) = (false, prefixed);
        foreach (var c in digits)
        {
            if (c == '_' && lastWasDigit)
            {
                lastWasDigit = false;
                continue;
            }
            if (!char.IsAsciiHexDigit(c) || uint.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var digit && digit >= numberBase) return "invalid syntax";
            lastWasDigit = true;
            var next = ((UInt128)value * numberBase) + digit;
            overflow |= next > ulong.MaxValue;
            value = (ulong)next;
        }
        return !lastWasDigit ? "invalid syntax" : overflow ? "value out of range" : null;
    }
}
