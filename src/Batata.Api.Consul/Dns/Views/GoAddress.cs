using System.Net;
using System.Net.Sockets;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>What Go takes for an address: four plain numbers, or IPv6 without zone and brackets. The rest are names.</summary>
internal static class GoAddress
{
    /// <summary>As Go writes it: IPv4 in the form of IPv6 as IPv4, and no other address with dots.</summary>
    public static string Write(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        var text = address.ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || !text.Contains('.', StringComparison.Ordinal)) return text;
        var bytes = address.GetAddressBytes();
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{text[..(text.LastIndexOf(':') + 1)]}{(bytes[12] << 8) | bytes[13]:x}:{(bytes[14] << 8) | bytes[15]:x}");
    }

    /// <returns>Null for a name. IPv4 in the form of IPv6 is IPv4.</returns>
    public static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text.AsSpan().ContainsAny("%[]/") || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6
                ? null
                : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }
        Span<Range> parts = stackalloc Range[5];
        if (text.AsSpan().Split(parts, '.') != 4) return null;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < 4; i++)
        {
            var part = text.AsSpan(parts[i]);
            if (part is ['0', _, ..] || !byte.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out bytes[i])) return null;
        }
        return new IPAddress(bytes);
    }
}
