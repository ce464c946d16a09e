using System.Buffers;
using System.Text;

namespace Batata.Api.Consul.Http;

/// <summary>Percent-encoding as Go's net/url decodes it: strictly, and once.</summary>
internal static class PercentEncoding
{
    /// <returns>Null when a percent sign is not followed by two hex digits.</returns>
    public static string? Decode(ReadOnlySpan<char> text, bool plusIsBlank)
    {
        if (!text.Contains('%') && !(plusIsBlank && text.Contains('+'))) return text.ToString();
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = 0;
            for (var i = 0; i < text.Length;)
            {
                var c = text[i];
                if (c == '%')
                {
                    if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return null;
                    buffer[length++] = (byte)(HexOf(text[i + 1]) << 4 | HexOf(text[i + 2]));
                    i += 3;
                    continue;
                }
                var run = text[i..];
                var next = run[1..].IndexOf('%');
                if (next >= 0) run = run[..(next + 1)];
                var start = length;
                length += Encoding.UTF8.GetBytes(run, buffer.AsSpan(length));
                if (plusIsBlank) buffer.AsSpan(start, length - start).Replace((byte)'+', (byte)' ');
                i += run.Length;
            }
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int HexOf(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
