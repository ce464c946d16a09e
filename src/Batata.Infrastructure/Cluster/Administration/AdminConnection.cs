using System.Net.Sockets;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>From an operator's program to a node.</summary>
internal sealed class AdminConnection : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(3);

    private readonly GrpcChannel _channel;
    private readonly PeerIdentity? _identity;

    private AdminConnection(string target, GrpcChannel channel, PeerIdentity? identity)
    {
        (Target, _channel, _identity) = (target, channel, identity);
        Client = new Admin.AdminClient(channel);
    }

    /// <summary>For people.</summary>
    public string Target { get; }

    public Admin.AdminClient Client { get; }

    /// <summary>To a node on this machine, for who may open its data folder.</summary>
    public static AdminConnection ToSocket(string path)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new AdminConnection(path, Open("http://localhost", handler), null);
    }

    /// <param name="cluster">With what its nodes know each other by.</param>
    public static AdminConnection ToNode(MemberAddress node, ClusterOptions cluster)
    {
        var identity = new PeerIdentity(Options.Create(cluster));
        var host = node.Host.Contains(':', StringComparison.Ordinal) ? $"[{node.Host}]" : node.Host;
        var address = new UriBuilder(Uri.UriSchemeHttps, host, node.ClusterPort).Uri.ToString();
        return new AdminConnection(node.ToString(), Open(address, new SocketsHttpHandler { SslOptions = identity.ClientOptions() }), identity);
    }

    public void Dispose()
    {
        _channel.Dispose();
        _identity?.Dispose();
    }

    private static GrpcChannel Open(string address, SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectPatience;
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        // A node that hangs in the middle of a long answer shows no other sign.
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(5);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = PeerClients.MaxMessageBytes });
    }
}
