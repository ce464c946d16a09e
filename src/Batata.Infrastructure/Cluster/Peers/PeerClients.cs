using System.Collections.Concurrent;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>
/// Calls to the other nodes: one connection to each, opened when it is first needed and again when it broke, and before it a breaker, so that nobody
/// waits for a node that answered nobody.
/// </summary>
internal sealed class PeerClients(PeerIdentity identity, TimeProvider time, ILogger<PeerBreaker> logger) : IDisposable
{
    /// <summary>A batch, whose last record may be the largest content that is allowed.</summary>
    public const int MaxMessageBytes = 256 * 1024 * 1024;

    private readonly ConcurrentDictionary<MemberAddress, Lazy<Link>> _links = new();

    public Node.NodeClient Of(MemberAddress member) => LinkTo(member).Node;

    /// <summary>The breaker stands before its questions; a stream is its own sign of life.</summary>
    public NamingPeer.NamingPeerClient NamingOf(MemberAddress member) => LinkTo(member).Naming;

    public Node.NodeClient Of(ClusterMember member) => Of(AddressOf(member));

    /// <summary>For operators: without the breaker, since what they ask must be tried.</summary>
    public Admin.AdminClient AdminOf(ClusterMember member) => LinkTo(AddressOf(member)).Admin;

    public Queries.QueriesClient QueriesOf(ClusterMember member) => LinkTo(AddressOf(member)).Queries;

    public Operations.OperationsClient OperationsOf(ClusterMember member) => LinkTo(AddressOf(member)).Operations;

    /// <summary>Of every node that was called so far.</summary>
    public IEnumerable<PeerBreaker> Breakers => _links.Values.Where(static link => link.IsValueCreated).Select(static link => link.Value.Breaker);

    public void Dispose()
    {
        foreach (var link in _links.Values)
        {
            if (link.IsValueCreated) link.Value.Channel.Dispose();
        }
    }

    private static MemberAddress AddressOf(ClusterMember member) => new(member.Host, member.MainPort, member.RaftPort);

    private Link LinkTo(MemberAddress member) =>
        _links.GetOrAdd(member, one => new Lazy<Link>(() => new Link(Open(one), new PeerBreaker(one, time, logger)))).Value;

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

    private sealed record Link(GrpcChannel Channel, PeerBreaker Breaker)
    {
        public Node.NodeClient Node { get; } = new(Channel.Intercept(Breaker));

        public Admin.AdminClient Admin { get; } = new(Channel);

        public Operations.OperationsClient Operations { get; } = new(Channel.Intercept(Breaker));

        public Queries.QueriesClient Queries { get; } = new(Channel.Intercept(Breaker));

        public NamingPeer.NamingPeerClient Naming { get; } = new(Channel.Intercept(Breaker));
    }
}
