using System.Net;
using System.Net.Sockets;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Connections to the other nodes: closed when nobody looks for a node there any more, and tried at each call while none can be made.</summary>
public sealed class PeerClientsTests : IDisposable
{
    private static readonly MemberAddress _stays = new("127.0.0.1", 1, 1), _goes = new("127.0.0.1", 2, 2);
    private readonly FakeTimeProvider _time = new();
    private readonly PeerIdentity _identity = new(Options.Create(new ClusterOptions { Secret = "of the nodes of a test" }));
    private readonly PeerClients _clients;

    public PeerClientsTests() => _clients = new PeerClients(_identity, _time, NullLogger<PeerBreaker>.Instance);

    public void Dispose()
    {
        _clients.Dispose();
        _identity.Dispose();
    }

    [Fact]
    public void Connections_ToNodesThatWereTakenOut_AreClosedAfterAWhile()
    {
        (_, _) = (_clients.Of(_stays), _clients.Of(_goes));
        _clients.CloseAllBut([_stays]);
        _time.Advance(PeerClients.KeptFor / 2);
        _clients.CloseAllBut([_stays]);
        Assert.Equal(2, _clients.Breakers.Count()); // who was about to call it may do so

        _time.Advance(PeerClients.KeptFor);
        _clients.CloseAllBut([_stays]);
        Assert.Equal(_stays, Assert.Single(_clients.Breakers).Member);
    }

    [Fact]
    public void Connection_ToANodeThatCameBack_IsKept()
    {
        var before = _clients.Of(_goes);
        _clients.CloseAllBut([]);
        _time.Advance(PeerClients.KeptFor / 2);
        _clients.CloseAllBut([_goes]);
        _time.Advance(PeerClients.KeptFor);
        _clients.CloseAllBut([]);
        Assert.Same(before, _clients.Of(_goes));
    }

    [Fact]
    public async Task Connection_ThatIsClosed_IsOpenedAgainWhenItIsNeeded()
    {
        var before = _clients.Of(_goes);
        _clients.CloseAllBut([]);
        _time.Advance(PeerClients.KeptFor);
        _clients.CloseAllBut([]);
        var again = _clients.Of(_goes);
        Assert.NotSame(before, again);
        var failed = await Assert.ThrowsAsync<RpcException>(async () => await again.HelloAsync(new HelloRequest()));
        Assert.True(PeerFailures.NeverArrived(failed) && PeerFailures.NobodyIsThere(failed), failed.ToString());
    }

    /// <summary>The library's own connections wait longer after each failure, up to two minutes: a node that came back would be unheard for as long as it was away.</summary>
    [Fact]
    public async Task Node_ThatWasAway_IsTriedAtEachCall()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var client = _clients.Of(new MemberAddress("127.0.0.1", port - 1001, 1));
        for (var i = 0; i < 8; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // past the break of the breaker
            var failed = await Assert.ThrowsAsync<RpcException>(async () => await client.HelloAsync(new HelloRequest()));
            Assert.True(PeerFailures.NobodyIsThere(failed), failed.ToString());
        }
        listener.Listen();
        _time.Advance(TimeSpan.FromSeconds(1));
        using var call = client.HelloAsync(new HelloRequest());
        using var reached = await listener.AcceptAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.True(reached.Connected);
    }
}
