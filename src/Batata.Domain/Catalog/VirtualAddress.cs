using System.Globalization;

namespace Batata.Domain.Catalog;

/// <summary>The address of a service within the mesh, which its proxies show as a tagged one. Protocol source: Consul <c>assignServiceVirtualIP</c>.</summary>
public static class VirtualAddress
{
    public const string Tag = "consul-virtual";

    /// <param name="number">From 1: the place behind 240.0.0.0.</param>
    public static ServiceInstance Give(ServiceInstance service, int number) => service with
    {
        TaggedAddresses = new Dictionary<string, ServiceAddress>(service.TaggedAddresses) { [Tag] = new ServiceAddress(Of(number), service.Port) },
    };

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"240.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");
}
