using System.Globalization;

namespace Batata.Api.Consul.Bodies;

/// <summary>Go reads the escape of half a surrogate pair (<c>\ud800</c>) as U+FFFD, wherever it stands; .NET throws when such a text or name is asked for.</summary>
internal static class HalfSurrogates
{
    /// <returns>The same bytes when there is none.</returns>
    public static byte[] Replace(byte[] json)
    {
        var replaced = json;
        for (var at = 0; json.AsSpan(at).IndexOf((byte)'\\') is >= 0 and var next;)
        {
            at += next;
            if (HalfAt(json, at) is not { } half)
            {
                at += 2;
                if (at >= json.Length) break;
                continue;
            }
            var isPair = half < 0xdc00 && HalfAt(json, at + 6) >= 0xdc00;
            if (!isPair)
            {
                if (ReferenceEquals(replaced, json)) replaced = (byte[])json.Clone();
                "fffd"u8.CopyTo(replaced.AsSpan(at + 2));
            }
            at += isPair ? 12 : 6;
        }
        return replaced;
    }

    private static int? HalfAt(byte[] json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && int.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) && unit is >= 0xd800 and <= 0xdfff
            ? unit
            : null;
}
