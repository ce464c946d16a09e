using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
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

    /// <summary>How long a connection is kept to an address where no node is looked for any more: who was about to call it is done by then.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<MemberAddress, Lazy<Link>> _links = new();
    private readonly Dictionary<MemberAddress, long> _left = [];

    public Node.NodeClient Of(MemberAddress member) => LinkTo(member).Node;

    /// <summary>The breaker stands before its questions; a stream is its own sign of life.</summary>
    public NamingPeer.NamingPeerClient NamingOf(MemberAddress member) => LinkTo(member).Naming;

    public Node.NodeClient Of(ClusterMember member) => Of(AddressOf(member));

    /// <summary>For operators: without the breaker, since what they ask must be tried.</summary>
    public Admin.AdminClient AdminOf(ClusterMember member) => LinkTo(AddressOf(member)).Admin;

    public Queries.QueriesClient QueriesOf(ClusterMember member) => LinkTo(AddressOf(member)).Queries;

    public Operations.OperationsClient OperationsOf(ClusterMember member) => LinkTo(AddressOf(member)).Operations;

    public Wire.Sessions.SessionsClient SessionsOf(MemberAddress member) => LinkTo(member).Sessions;

    /// <summary>Of every node that was called so far.</summary>
    public IEnumerable<PeerBreaker> Breakers => _links.Values.Where(static link => link.IsValueCreated).Select(static link => link.Value.Breaker);

    /// <summary>Closes the connections to addresses where no node has been looked for a while: the node was taken out, or moved. For one caller at a time.</summary>
    /// <param name="wanted">Where nodes are looked for now.</param>
    public void CloseAllBut(IReadOnlyCollection<MemberAddress> wanted)
    {
        foreach (var member in wanted) _left.Remove(member);
        foreach (var member in _links.Keys)
        {
            if (wanted.Contains(member)) continue;
            if (!_left.TryGetValue(member, out var since)) _left[member] = time.GetTimestamp();
            else if (time.GetElapsedTime(since) >= KeptFor && _left.Remove(member) && _links.TryRemove(member, out var link) && link.IsValueCreated) link.Value.Channel.Dispose();
        }
    }

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
            // A connection of our own making: certificates may have changed since the last one. And gRPC's would wait longer after each failure, up to two minutes.
            ConnectCallback = async (context, token) => await ConnectAsync(context.DnsEndPoint, token),
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

    private async Task<Stream> ConnectAsync(DnsEndPoint node, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(node, cancellationToken);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(identity.ClientOptions(protocol: SslApplicationProtocol.Http2), cancellationToken);
            return stream;
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    private sealed record Link(GrpcChannel Channel, PeerBreaker Breaker)
    {
        public Node.NodeClient Node { get; } = new(Channel.Intercept(Breaker));

        public Admin.AdminClient Admin { get; } = new(Channel);

        public Operations.OperationsClient Operations { get; } = new(Channel.Intercept(Breaker));

        public Queries.QueriesClient Queries { get; } = new(Channel.Intercept(Breaker));

        public Wire.Sessions.SessionsClient Sessions { get; } = new(Channel.Intercept(Breaker));

        public NamingPeer.NamingPeerClient Naming { get; } = new(Channel.Intercept(Breaker));
    }
}
