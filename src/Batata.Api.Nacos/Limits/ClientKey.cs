using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Limits;

/// <summary>Who is counted as one: an address of IPv4, or what one subscriber of IPv6 has at least, a network of 64 bits.</summary>
internal readonly record struct ClientKey(ulong High, ulong Low)
{
    public static ClientKey Of(IPAddress? address)
    {
        if (address is null) return default;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        if (length == 4) return new(0, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return address.IsIPv4MappedToIPv6 ? new(0, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])) : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0);
    }

    /// <summary>
    /// The address of the socket. Only a proxy that is trusted is believed: the last entry of <c>X-Forwarded-For</c> is the one that it wrote, those before
    /// it are the client's own words, with which anybody could have a new address for each call.
    /// </summary>
    public static ClientKey Of(HttpContext http, IReadOnlyList<IPNetwork> trusted) => Of(AddressOf(http, trusted));

    /// <summary>The same as an address; null for connections that have none.</summary>
    public static IPAddress? AddressOf(HttpContext http, IReadOnlyList<IPNetwork> trusted)
    {
        var socket = http.Connection.RemoteIpAddress;
        if (trusted.Count == 0 || socket is null || !IsIn(trusted, socket)) return socket;
        var forwarded = http.Request.Headers["X-Forwarded-For"] is [.., { } last] ? last.AsSpan() : default;
        var entry = forwarded[(forwarded.LastIndexOf(',') + 1)..].Trim();
        return IPAddress.TryParse(entry, out var client) ? client : socket;
    }

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in networks)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)) return true;
        }
        return false;
    }
}
