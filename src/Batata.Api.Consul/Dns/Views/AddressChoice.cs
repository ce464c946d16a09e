using System.Net;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>Which addresses a question may be answered with.</summary>
internal enum Family
{
    /// <summary>A.</summary>
    V4,

    /// <summary>AAAA.</summary>
    V6,

    /// <summary>All other types.</summary>
    Any,
}

/// <summary>An address of the catalog: a number, a name, or nothing.</summary>
/// <param name="Ip">Null for a name.</param>
internal sealed record CatalogAddress(string Text, IPAddress? Ip)
{
    public static CatalogAddress Of(string text) => new(text, GoAddress.Parse(text));

    public bool IsEmpty => Text.Length == 0;
}

/// <summary>
/// Tagged addresses of the network go before the plain one. Those of the wide one are for other datacenters, of which there are none.
/// Protocol source: Consul <c>translateAddressAccept</c>.
/// </summary>
internal static class AddressChoice
{
    private const string LanV4 = "lan_ipv4";
    private const string LanV6 = "lan_ipv6";

    public static CatalogAddress[] Of(CatalogNode node) =>
        ForEachFamily(node.Address, node.TaggedAddresses?.GetValueOrDefault(LanV4), node.TaggedAddresses?.GetValueOrDefault(LanV6));

    public static CatalogAddress[] Of(ServiceInstance service) =>
        ForEachFamily(service.Address, service.TaggedAddresses.GetValueOrDefault(LanV4)?.Address, service.TaggedAddresses.GetValueOrDefault(LanV6)?.Address);

    private static CatalogAddress[] ForEachFamily(string plain, string? v4, string? v6)
    {
        var (has4, has6) = (v4 is { Length: > 0 }, v6 is { Length: > 0 });
        var other = CatalogAddress.Of(plain);
        var (four, six) = (has4 ? CatalogAddress.Of(v4!) : other, has6 ? CatalogAddress.Of(v6!) : other);
        return [four, six, has6 ? six : four];
    }
}
