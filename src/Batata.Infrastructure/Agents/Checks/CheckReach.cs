using System.Net;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>What a check looks at: somewhere in the network, or the machine of its own node, which no other node can see.</summary>
internal static class CheckReach
{
    public static bool IsOfItsNode(CheckDefinition check) => check.Kind switch
    {
        "http" => !Uri.TryCreate(check.Http, UriKind.Absolute, out var url) || IsThisMachine(url.Host),
        "tcp" => IsThisMachine(HostOf(check.Tcp)),
        "udp" => IsThisMachine(HostOf(check.Udp)),
        "grpc" => IsThisMachine(HostOf(check.Grpc.Split('/', 2)[0])),
        "h2ping" => IsThisMachine(HostOf(check.H2Ping)),
        "alias" => false,
        _ => true, // programs, containers, services of the system
    };

    private static bool IsThisMachine(string host)
    {
        host = host.Trim('[', ']');
        if (host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)) return true;
        return IPAddress.TryParse(host, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
    }

    private static string HostOf(string address) => address.LastIndexOf(':') is >= 0 and var colon ? address[..colon] : address;
}
