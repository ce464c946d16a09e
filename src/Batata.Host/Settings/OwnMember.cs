using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Host.Settings;

/// <summary>Which of the members this node is. Protocol source: Nacos <c>InetUtils</c>, but an address that is not in the list is no member here.</summary>
internal static class OwnMember
{
    /// <param name="said"><c>nacos.inetutils.ip-address</c>.</param>
    /// <returns>Those that this node may be.</returns>
    public static IReadOnlyList<MemberAddress> Find(IReadOnlyList<MemberAddress> members, int mainPort, string? said)
    {
        var named = said is null ? null : MemberAddress.Parse(said.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(said, out _) ? $"[{said}]" : said, mainPort);
        return [.. members.Where(member => member.MainPort == mainPort && (said is null ? IsHere(member.Host) : member.Host == named?.Host))];
    }

    /// <summary>The address of the list where this machine has it, so that a cluster on loopback stays there; else all of the machine, as behind a container's port mapping.</summary>
    public static IPAddress ListenAddress(MemberAddress self) =>
        IPAddress.TryParse(self.Host, out var address) && IsHere(address) ? address : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Where others would look for a node that has no list to find itself in.</summary>
    public static MemberAddress Alone(BatataOptions options)
    {
        var said = options.Server.OwnAddress is { } text ? MemberAddress.Parse(text, options.Nacos.MainPort)?.Host : null;
        var listens = options.Server.ListenAddress is { } address && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : null;
        var host = said ?? listens?.ToString() ?? (options.Server.LoopbackOnly ? null : FirstOfMachine()?.ToString()) ?? IPAddress.Loopback.ToString();
        return new(host, options.Nacos.MainPort, options.Cluster.RaftPort);
    }

    // Nacos InetUtils: the lowest interface that is up, IPv4.
    private static IPAddress? FirstOfMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static one => one.OperationalStatus == OperationalStatus.Up && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(static one => one.GetIPProperties().UnicastAddresses)
        .Select(static own => own.Address)
        .FirstOrDefault(static own => own.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(own));

    private static bool IsHere(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return IsHere(address);
        var machine = Environment.MachineName;
        if (host.Equals(machine, StringComparison.OrdinalIgnoreCase) || host.StartsWith(machine + ".", StringComparison.OrdinalIgnoreCase)) return true;
        try
        {
            return Array.Exists(Dns.GetHostAddresses(host), IsHere);
        }
        catch (SocketException)
        {
            return false; // not known here: then it is another one, or is said by nacos.inetutils.ip-address
        }
    }

    private static bool IsHere(IPAddress address) =>
        IPAddress.IsLoopback(address) || NetworkInterface.GetAllNetworkInterfaces().Any(one => one.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(address)));
}
