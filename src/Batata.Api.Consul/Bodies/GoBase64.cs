namespace Batata.Api.Consul.Bodies;

/// <summary>
/// Base64 as Go decodes it: line ends may stand anywhere and no other blank, padding must be there, and what is wrong is told with its place. Protocol source: Go
/// <c>encoding/base64</c>.
/// </summary>
internal static class GoBase64
{
    /// <returns>Where it is wrong; -1 when it is not.</returns>
    public static int Decode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var decoded = new byte[text.Length / 4 * 3 + 3];
        var (length, held, count) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n') continue;
            if (c == '=')
            {
                if (Padding(text, i, count) is >= 0 and var wrong) return wrong;
                for (var left = count - 1; left > 0; left--) decoded[length++] = (byte)(held >> (count * 6 - 8 * (count - left)));
                bytes = decoded[..length];
                return -1;
            }
            if (ValueOf(c) is not (>= 0 and var value)) return i;
            held = held << 6 | value;
            if (++count < 4) continue;
            decoded[length++] = (byte)(held >> 16);
            decoded[length++] = (byte)(held >> 8);
            decoded[length++] = (byte)held;
            (held, count) = (0, 0);
        }
        if (count > 0) return text.Length - count;
        bytes = decoded[..length];
        return -1;
    }

    /// <summary>Two characters need two signs, three need one, and nothing may follow.</summary>
    private static int Padding(ReadOnlySpan<char> text, int at, int count)
    {
        if (count < 2) return at;
        var next = SkipLineEnds(text, at + 1);
        if (count == 2)
        {
            if (next == text.Length) return next;
            if (text[next] != '=') return next - 1;
            next = SkipLineEnds(text, next + 1);
        }
        return next < text.Length ? next : -1;
    }

    private static int SkipLineEnds(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && text[from] is '\r' or '\n') from++;
        return from;
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
