using System.Buffers;
using System.Text;

namespace Batata.Api.Nacos.Params;

/// <summary>
/// Reads <c>a=1&amp;b=2</c> as Tomcat does: always UTF-8 (a broken byte becomes U+FFFD), plus is a blank, a name without <c>=</c> has an empty
/// value, a pair without a name is passed over, and a pair with a broken escape is dropped as a whole.
/// Protocol source: Tomcat <c>Parameters.processParameters</c>.
/// </summary>
internal static class UrlEncoded
{
    public static void ReadQuery(string? query, NacosParameters into)
    {
        if (query is null || query.Length < 2) return;
        var text = query.AsSpan(query[0] == '?' ? 1 : 0);
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            Read(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), into);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static void Read(ReadOnlySpan<byte> text, NacosParameters into)
    {
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            if (name.IsEmpty) continue;
            if (Decode(name) is { } key && Decode(equals < 0 ? default : pair[(equals + 1)..]) is { } value) into.Add(key, value);
        }
    }

    /// <summary>As <c>java.net.URLDecoder</c>. Null when an escape is broken.</summary>
    public static string? Decode(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0) return text;
        return Decode(Encoding.UTF8.GetBytes(text));
    }

    private static string? Decode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return "";
        var escape = text.IndexOfAny((byte)'%', (byte)'+');
        if (escape < 0) return Encoding.UTF8.GetString(text);
        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = Unescape(text, escape, rented);
            return length < 0 ? null : Encoding.UTF8.GetString(rented, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <returns>Bytes written, or -1 when an escape is broken.</returns>
    private static int Unescape(ReadOnlySpan<byte> text, int firstEscape, Span<byte> into)
    {
        text[..firstEscape].CopyTo(into);
        var length = firstEscape;
        for (var i = firstEscape; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '%')
            {
                if (i + 2 >= text.Length) return -1;
                var (high, low) = (Hex(text[i + 1]), Hex(text[i + 2]));
                if (high < 0 || low < 0) return -1;
                b = (byte)((high << 4) | low);
                i += 2;
            }
            else if (b == '+')
            {
                b = (byte)' ';
            }
            into[length++] = b;
        }
        return length;
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
