using System.Buffers;
using System.Text.Encodings.Web;

namespace Batata.Api.Consul.Http;

/// <summary>
/// Texts in JSON as Go's encoder writes them, byte for byte: scripts look for <c>"a+b"</c>. Besides what JSON asks for, it escapes what could end a script and two
/// line ends. Protocol source: Go <c>encoding/json</c>, <c>appendString</c>.
/// </summary>
internal sealed class GoJsonEncoder : JavaScriptEncoder
{
    public static readonly GoJsonEncoder Shared = new();

    /// <summary>Of UTF-8; the two line ends begin with 0xe2, as much else does.</summary>
    private static readonly SearchValues<byte> Suspects = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static one => (byte)one), .. "\"\\<>&"u8, 0xe2]);

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static one => (char)one), .. "\"\\<>&\u2028\u2029"]);

    private GoJsonEncoder()
    {
    }

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= 0x2029 && Escaped.Contains((char)unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) => new ReadOnlySpan<char>(text, textLength).IndexOfAny(Escaped);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var at = 0; utf8Text[at..].IndexOfAny(Suspects) is >= 0 and var next; at++)
        {
            at += next;
            if (utf8Text[at] != 0xe2 || (utf8Text[at..].Length > 2 && utf8Text[at + 1] == 0x80 && utf8Text[at + 2] is 0xa8 or 0xa9)) return at;
        }
        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var into = new Span<char>(buffer, bufferLength);
        var letter = unicodeScalar switch
        {
            '"' or '\\' => (char)unicodeScalar,
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        numberOfCharactersWritten = letter == '\0' ? 6 : 2;
        if (into.Length < numberOfCharactersWritten)
        {
            numberOfCharactersWritten = 0;
            return false;
        }
        into[0] = '\\';
        if (letter != '\0') into[1] = letter;
        else
        {
            into[1] = 'u';
            for (var i = 0; i < 4; i++) into[2 + i] = "0123456789abcdef"[unicodeScalar >> (12 - (i * 4)) & 0xf];
        }
        return true;
    }
}
