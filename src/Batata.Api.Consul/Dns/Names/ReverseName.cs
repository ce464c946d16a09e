using System.Globalization;
using System.Net;

namespace Batata.Api.Consul.Dns.Names;

/// <summary>Addresses as names: <c>1.0.0.10.in-addr.arpa</c>, 32 digits below <c>ip6.arpa</c>, and Consul's <c>0a000001.addr</c>.</summary>
internal static class ReverseName
{
    private const string V4 = ".in-addr.arpa.";
    private const string V6 = ".ip6.arpa.";

    /// <param name="name">In small letters, with a dot at the end.</param>
    /// <returns>Null when it is no whole address.</returns>
    public static IPAddress? Parse(string name)
    {
        if (name.EndsWith(V4, StringComparison.Ordinal)) return ParseV4(name[..^V4.Length].Split('.'));
        if (!name.EndsWith(V6, StringComparison.Ordinal)) return null;
        var digits = name[..^V6.Length].Split('.');
        if (digits.Length != 32 || digits.Any(static d => d.Length != 1)) return null;
        return ParseHex(string.Concat(digits.Reverse()));
    }

    /// <returns>Null for anything but 8 or 32 digits.</returns>
    public static IPAddress? ParseHex(string digits)
    {
        if (digits.Length is not (8 or 32)) return null;
        Span<byte> bytes = stackalloc byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? new IPAddress(bytes) : null;
    }

    private static IPAddress? ParseV4(string[] parts)
    {
        if (parts.Length != 4) return null;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < 4; i++)
        {
            var part = parts[3 - i];
            if (part is ['0', _, ..] || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i])) return null;
        }
        return new IPAddress(bytes);
    }
}
