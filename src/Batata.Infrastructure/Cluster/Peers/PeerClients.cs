using System.Collections.Concurrent;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Net.Client;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>Calls to the other nodes: one connection to each, opened when it is first needed and again when it broke.</summary>
internal sealed class PeerClients(PeerIdentity identity) : IDisposable
{
    /// <summary>A batch, whose last record may be the largest content that is allowed.</summary>
    public const int MaxMessageBytes = 256 * 1024 * 1024;

    private readonly ConcurrentDictionary<MemberAddress, Lazy<GrpcChannel>> _channels = new();

    public Node.NodeClient Of(MemberAddress member) =>
        new(_channels.GetOrAdd(member, one => new Lazy<GrpcChannel>(() => Open(one))).Value);

    public Node.NodeClient Of(ClusterMember member) => Of(new MemberAddress(member.Host, member.MainPort, member.RaftPort));

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            if (channel.IsValueCreated) channel.Value.Dispose();
        }
    }

    private GrpcChannel Open(MemberAddress member)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = identity.ClientOptions(),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            // A peer that hangs or is cut off shows no other sign.
            KeepAlivePingDelay = TimeSpan.FromSeconds(2),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        var host = member.Host.Contains(':', StringComparison.Ordinal) ? $"[{member.Host}]" : member.Host;
        return GrpcChannel.ForAddress(new UriBuilder(Uri.UriSchemeHttps, host, member.ClusterPort).Uri, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
            // Nothing is tried twice behind our back.
            MaxRetryAttempts = 1,
        });
    }
}
