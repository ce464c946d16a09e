using System.Net;
using System.Net.Sockets;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class HealthCheckEndToEndTests : IAsyncLifetime
{
    private static readonly ServiceKey Orders = Key("orders");

    private CheckedNode _node = null!;

    public async Task InitializeAsync() => _node = await CheckedNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Tcp_GoesDownAndComesBack()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        using var steady = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        steady.Start();
        var (port, steadyPort) = (Port(listener), Port(steady));
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("127.0.0.1", port)));
        await _node.DoAsync(new RegisterPersistentInstance(Key("steady"), At("127.0.0.1", steadyPort) with { Healthy = false }));
        await _node.ServedAsync(Key("steady"), $"127.0.0.1:{steadyPort}"); // it was looked at three times
        Assert.Equal($"127.0.0.1:{port}", _node.Served(Orders));
        listener.Stop();
        await _node.ServedAsync(Orders, $"127.0.0.1:{port}!");
        using var again = new TcpListener(IPAddress.Loopback, port);
        again.Start();
        await _node.ServedAsync(Orders, $"127.0.0.1:{port}");
        Assert.Equal($"127.0.0.1:{steadyPort}", _node.Served(Key("steady")));
        Assert.Contains(_node.Node.Log.At(Microsoft.Extensions.Logging.LogLevel.Information), l => l.Contains("is unhealthy: connection refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AfterARestart_ChecksGoOn_AndHealthIsKept()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = Port(listener);
        listener.Stop();
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("127.0.0.1", port)));
        await _node.ServedAsync(Orders, $"127.0.0.1:{port}!");
        await _node.RestartAsync();
        Assert.Equal($"127.0.0.1:{port}!", _node.Served(Orders));
        using var again = new TcpListener(IPAddress.Loopback, port);
        again.Start();
        await _node.ServedAsync(Orders, $"127.0.0.1:{port}");
    }

    [Fact]
    public async Task WithoutAChecker_HealthIsSetByHand_AndStays()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = Port(listener);
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("127.0.0.1", port)));
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("127.0.0.1", 1) with { ClusterName = "checked" }));
        await _node.DoAsync(new UpdateCluster(Orders, "DEFAULT", ServiceCluster.Default with { Checker = HealthChecker.None }));
        await _node.DoAsync(new SetInstanceHealth(Orders, "DEFAULT", "127.0.0.1", port, false));
        await _node.ServedAsync(Orders, $"127.0.0.1:1! 127.0.0.1:{port}!"); // the other one was looked at meanwhile
        await _node.DoAsync(new UpdateCluster(Orders, "DEFAULT", ServiceCluster.Default));
        await _node.ServedAsync(Orders, $"127.0.0.1:1! 127.0.0.1:{port}");
    }

    [Fact]
    public async Task TheCheckPortOfTheCluster_IsLookedAt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("127.0.0.1", 1)));
        await _node.ServedAsync(Orders, "127.0.0.1:1!");
        await _node.DoAsync(new UpdateCluster(Orders, "DEFAULT", ServiceCluster.Default with { UseInstancePort = false, CheckPort = Port(listener) }));
        await _node.ServedAsync(Orders, "127.0.0.1:1");
    }

    [Fact]
    public async Task Http_FollowsTheStatus()
    {
        await using var server = new ScriptedServer();
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("127.0.0.1", server.Port)));
        await _node.DoAsync(new UpdateCluster(Orders, "DEFAULT", ServiceCluster.Default with { Checker = new HttpChecker("/alive", "", 200) }));
        await _node.PassUntilAsync(() => !server.Requests.IsEmpty, "the first request");
        server.Answer = ScriptedServer.Status("500 Internal Server Error");
        await _node.ServedAsync(Orders, $"127.0.0.1:{server.Port}!");
        server.Answer = ScriptedServer.Status("200 OK");
        await _node.ServedAsync(Orders, $"127.0.0.1:{server.Port}");
    }

    [Fact]
    public void EveryChecker_HasAProbe() => Assert.Equal(
        ["HTTP", "MYSQL", "TCP"], _node.Node.Get<IEnumerable<IHealthProbe>>().Select(static p => p.Type).Order(StringComparer.Ordinal));

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
