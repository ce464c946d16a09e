using System.Net;
using System.Net.Sockets;
using Batata.Host.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners;

/// <summary>One port that is listened on.</summary>
/// <param name="Key">The setting that moves it, for the message when the port is taken.</param>
internal sealed record Listener(string Name, string Key, int Port, HttpProtocols Protocols, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Name of the port of Consul's API.</summary>
    public const string Consul = "consul";

    /// <summary>Only for the nodes of the cluster.</summary>
    public bool IsBetweenNodes { get; init; }

    /// <summary>Null for plain text.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Every address of the machine.</summary>
    public bool IsOpen => Addresses[0].Equals(IPAddress.IPv6Any) || Addresses[0].Equals(IPAddress.Any);

    public static IReadOnlyList<Listener> Of(BatataOptions options)
    {
        var server = options.Server;
        var addresses = AddressesOf(server.ListenAddress, server.LoopbackOnly);
        IReadOnlyList<Listener> console = server.HasConsole ? [new("console", "nacos.console.port", server.ConsolePort, HttpProtocols.Http1, addresses) { Tls = OnOnly(options.ConsoleTls) }] : [];
        return
        [
            new("main", "nacos.server.main.port", options.Nacos.MainPort, HttpProtocols.Http1, addresses) { Tls = OnOnly(options.MainTls) },
            // Clear text with prior knowledge: SDKs neither upgrade nor negotiate.
            new("gRPC", "batata.grpc.port", server.GrpcPort, HttpProtocols.Http2, AddressesOf(server.GrpcListenAddress ?? server.ListenAddress, server.LoopbackOnly)) { Tls = OnOnly(options.GrpcTls) },
            .. console,
            .. options.Consul.Port > 0
                ? (Listener[])[new(Consul, "batata.consul.port", options.Consul.Port, HttpProtocols.Http1, addresses) { Tls = OnOnly(options.MainTls) }]
                : [],
            .. options.Cluster.IsCluster
                ? (Listener[])[new("cluster", "nacos.server.main.port", options.Cluster.Self.ClusterPort, HttpProtocols.Http2, [options.Cluster.ListenAddress]) { IsBetweenNodes = true }]
                : [],
        ];
    }

    private static TlsOptions? OnOnly(TlsOptions tls) => tls.IsOn() ? tls : null;

    /// <summary>Where a port listens that has no address of its own.</summary>
    public static IReadOnlyList<IPAddress> AddressesOf(IPAddress? said, bool loopbackOnly)
    {
        if (said is not null) return [said];
        if (!loopbackOnly) return Socket.OSSupportsIPv6 ? [IPAddress.IPv6Any] : [IPAddress.Any]; // the former takes IPv4 too
        return HasIPv6Loopback() ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
    }

    // Containers often have IPv6 compiled in but no address of it.
    private static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6) return false;
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
