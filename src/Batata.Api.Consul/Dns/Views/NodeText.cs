using System.Text;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>
/// A pair of a node's metadata as text: <c>key=value</c> in the quoting of RFC 1464, or the value alone when the key says so. Protocol source:
/// Consul <c>encodeKVasRFC1464</c>; a backslash then begins an escape.
/// </summary>
internal static class NodeText
{
    private const int MaxString = 255;

    /// <returns>Strings of 255 bytes at most, each behind its length. Consul cannot send what is longer than one.</returns>
    public static byte[] Write(string key, string value)
    {
        var text = key.StartsWith("rfc1035-", StringComparison.OrdinalIgnoreCase) ? value : Pair(key, value);
        var bytes = Plain(Encoding.UTF8.GetBytes(text));
        var strings = new byte[bytes.Length + Math.Max(1, (bytes.Length + MaxString - 1) / MaxString)];
        for (int from = 0, to = 0; to < strings.Length;)
        {
            var length = Math.Min(MaxString, bytes.Length - from);
            strings[to] = (byte)length;
            bytes.AsSpan(from, length).CopyTo(strings.AsSpan(to + 1));
            (from, to) = (from + length, to + length + 1);
        }
        return strings;
    }

    private static string Pair(string key, string value)
    {
        var quoted = key.Replace("`", "``", StringComparison.Ordinal).Replace("=", "`=", StringComparison.Ordinal);
        var inner = quoted.Trim(' ');
        var (before, after) = inner.Length == 0 ? (quoted.Length, 0) : (quoted.Length - quoted.TrimStart(' ').Length, quoted.Length - quoted.TrimEnd(' ').Length);
        return $"{Blanks(before)}{inner}{Blanks(after)}={value.Replace("`", "``", StringComparison.Ordinal)}";
    }

    private static string Blanks(int count) => string.Concat(Enumerable.Repeat("` ", count));

    private static byte[] Plain(byte[] text)
    {
        if (Array.IndexOf(text, (byte)'\\') < 0) return text;
        List<byte> plain = [];
        for (var i = 0; i < text.Length; i++) plain.Add(text[i] == '\\' ? Escape.Take(text, ref i) : text[i]);
        return [.. plain];
    }
}
