using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Batata.Testing.Nodes;
using static Batata.Cluster.Tests.Several.Providers;

namespace Batata.Cluster.Tests.Several;

/// <summary>Persistent instances are looked at by the node that leads, and by the next one when that is gone; all nodes serve what it finds.</summary>
[Collection(SeveralNodes.Name)]
public sealed class HealthCheckTests
{
    [Fact]
    public async Task LeaderKilled_AnotherNodeGoesOnChecking()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        using var provider = new TcpListener(IPAddress.Loopback, 0);
        provider.Start();
        var port = ((IPEndPoint)provider.LocalEndpoint).Port;
        var text = port.ToString(CultureInfo.InvariantCulture);
        var leader = await cluster.LeaderAsync();
        await HttpAsync(await cluster.FollowerAsync(), HttpMethod.Post, "/v1/ns/instance", port, "&ephemeral=false", ip: "127.0.0.1");
        foreach (var node in cluster.Nodes) await SeesAsync(node, text, TimeSpan.FromSeconds(30));
        provider.Stop();
        foreach (var node in cluster.Nodes) await SeesAsync(node, "", TimeSpan.FromSeconds(30)); // unhealthy ones are not asked for
        await leader.KillAsync();
        using var again = new TcpListener(IPAddress.Loopback, port);
        again.Start();
        foreach (var node in cluster.Running) await SeesAsync(node, text, TimeSpan.FromSeconds(60));
        again.Stop();
        foreach (var node in cluster.Running) await SeesAsync(node, "", TimeSpan.FromSeconds(30));
    }
}
