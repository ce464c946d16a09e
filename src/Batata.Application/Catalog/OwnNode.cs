using System.Net;
using System.Net.Sockets;
using Batata.Domain.Catalog;

namespace Batata.Application.Catalog;

/// <summary>How a node of our own cluster stands in the catalog. Protocol source: Consul <c>handleAliveMember</c>, <c>handleFailedMember</c>.</summary>
public static class OwnNode
{
    /// <summary>The Consul whose API this is, which clients compare with the release that brought what they need.</summary>
    public const string ConsulVersion = "1.22.0";

    public const string ServiceId = "consul";

    /// <summary>Where Consul's servers talk to each other. Clients know it by its number; nobody listens there.</summary>
    private const int ServicePort = 8300;

    private static readonly Dictionary<string, string> Meta = new() { ["consul-network-segment"] = "", ["consul-version"] = ConsulVersion };

    /// <param name="host">An address, or a name that has one.</param>
    public static CatalogNode Node(string name, Guid id, string host) => new(name, id.ToString("D"), host, Addresses(host), Meta, 0, 0);

    /// <summary>Stands for the servers, one on each node.</summary>
    public static ServiceInstance Service(string node) => new(
        node, ServiceId, ServiceId, "", [], "", ServicePort, [], new Dictionary<string, ServiceAddress>(), new Dictionary<string, string> { ["version"] = ConsulVersion }, "",
        ServiceWeights.Default, false, null, false, null, 0, 0);

    public static HealthCheck Health(string node, bool isAlive) => new(
        node, CatalogNode.SerfCheckId, "Serf Health Status", isAlive ? CheckStatus.Passing : CheckStatus.Critical, "",
        isAlive ? "Agent alive and reachable" : "Agent not live or unreachable", "", "", [], "", "", "", 0, "{}", 0, 0);

    private static Dictionary<string, string> Addresses(string host)
    {
        var addresses = new Dictionary<string, string> { ["lan"] = host, ["wan"] = host };
        if (!IPAddress.TryParse(host, out var address)) return addresses;
        var family = address.AddressFamily == AddressFamily.InterNetwork ? "ipv4" : "ipv6";
        (addresses[$"lan_{family}"], addresses[$"wan_{family}"]) = (host, host);
        return addresses;
    }
}
