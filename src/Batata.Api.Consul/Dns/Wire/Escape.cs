using System.Globalization;
using System.Text;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>Backslashes in names and texts. Protocol source: RFC 1035 §5.1, as miekg/dns reads and writes them.</summary>
internal static class Escape
{
    /// <param name="at">On the backslash; then on the last character that was taken.</param>
    public static byte Take(ReadOnlySpan<byte> text, ref int at)
    {
        if (at + 3 < text.Length && IsDigit(text[at + 1]) && IsDigit(text[at + 2]) && IsDigit(text[at + 3]))
        {
            var value = ((text[at + 1] - '0') * 100) + ((text[at + 2] - '0') * 10) + text[at + 3] - '0';
            at += 3;
            return (byte)value;
        }
        if (at + 1 < text.Length) at++;
        return text[at];
    }

    public static void Append(StringBuilder text, byte value)
    {
        if (value is < (byte)' ' or > (byte)'~') text.Append(CultureInfo.InvariantCulture, $"\\{value:000}");
        else if ((char)value is '.' or ' ' or '\'' or '@' or ';' or '(' or ')' or '"' or '\\') text.Append('\\').Append((char)value);
        else text.Append((char)value);
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
