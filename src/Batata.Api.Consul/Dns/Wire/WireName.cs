using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>
/// A domain name as a packet has it: labels of any bytes, each behind its length, and a zero. Compared byte by byte, so with its case: an answer
/// shows names as they were asked for.
/// </summary>
internal sealed class WireName : IEquatable<WireName>
{
    private const int MaxBytes = 255;
    private const int MaxLabel = 63;

    private readonly byte[] _bytes;
    private string? _text;

    private WireName(byte[] bytes) => _bytes = bytes;

    public static WireName Root { get; } = new([0]);

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The name at the beginning of a part of a packet; null when it is cut, too long, or points elsewhere.</summary>
    public static WireName? Read(ReadOnlySpan<byte> packet)
    {
        var at = 0;
        while (at < packet.Length && packet[at] <= MaxLabel)
        {
            if (packet[at] == 0) return at < MaxBytes ? new WireName(packet[..(at + 1)].ToArray()) : null;
            at += packet[at] + 1;
        }
        return null;
    }

    /// <param name="text">With dots between the labels, one at the end or not. A backslash takes the next character as it is, or three digits for a byte.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out WireName? name) => TryJoin(text, Root, out name);

    /// <summary>Labels before another name.</summary>
    public static bool TryJoin(string labels, WireName rest, [NotNullWhen(true)] out WireName? name)
    {
        name = null;
        Span<byte> bytes = stackalloc byte[MaxBytes];
        ReadOnlySpan<byte> text = labels == "." ? default : Encoding.UTF8.GetBytes(labels);
        int at = 0, label = 0; // where the next byte goes, and the length of its label
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                if (at == label) return false;
                bytes[label] = (byte)(at - label - 1);
                label = at;
                continue;
            }
            if (at == label) at++;
            if (at - label > MaxLabel || at >= MaxBytes) return false;
            bytes[at++] = text[i] == '\\' ? Escape.Take(text, ref i) : text[i];
        }
        if (at > label) bytes[label] = (byte)(at - label - 1);
        if (at + rest._bytes.Length > MaxBytes) return false;
        rest._bytes.CopyTo(bytes[at..]);
        name = new WireName(bytes[..(at + rest._bytes.Length)].ToArray());
        return true;
    }

    /// <summary>The name without its first bytes, which are whole labels.</summary>
    public WireName From(int start) => start == 0 ? this : new WireName(_bytes[start..]);

    /// <summary>Where the other name begins in this one, whatever the case of letters; below 0 when it is not its end.</summary>
    public int IndexOf(WireName end)
    {
        var start = _bytes.Length - end._bytes.Length;
        if (start < 0 || !Ascii.EqualsIgnoreCase(_bytes.AsSpan(start), end._bytes)) return -1;
        var at = 0;
        while (at < start) at += _bytes[at] + 1;
        return at == start ? start : -1;
    }

    /// <summary>The labels before that place as text, with a dot behind each.</summary>
    public string Before(int end) => Write(end);

    public bool Equals(WireName? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => Equals(obj as WireName);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>As Consul's library writes it: a dot at the end, and a backslash before what is not plain in a name.</summary>
    public override string ToString() => _text ??= _bytes.Length == 1 ? "." : Write(_bytes.Length - 1);

    private string Write(int end)
    {
        var text = new StringBuilder(_bytes.Length);
        for (var at = 0; at < end; at += _bytes[at] + 1)
        {
            foreach (var b in _bytes.AsSpan(at + 1, _bytes[at])) Escape.Append(text, b);
            text.Append('.');
        }
        return text.ToString();
    }
}
