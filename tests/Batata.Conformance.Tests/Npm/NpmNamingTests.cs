using System.Diagnostics;
using Batata.Conformance.Tests.Recordings;
using Batata.Testing;

namespace Batata.Conformance.Tests.Npm;

/// <summary>The npm package <c>nacos</c> as applications use it: discovery over v1 HTTP and UDP. Hosts are written <c>ip:port</c>, with a <c>!</c> when unhealthy.</summary>
public sealed class NpmNamingTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private static readonly Dictionary<string, string> ShortTimes = new()
    {
        ["preserved.heart.beat.interval"] = "500",
        ["preserved.heart.beat.timeout"] = "2000",
        ["preserved.ip.delete.timeout"] = "5000",
    };

    [Fact]
    public async Task Register_Deregister_IsSeenByOthers()
    {
        await using var provider = new NpmNamingClient(shared.Node);
        await using var consumer = new NpmNamingClient(shared.Node);
        await provider.RegisterAsync("npm-plain", "10.9.1.1", 80, new Dictionary<string, string> { ["words"] = "配置 Grüße + 100 % & a=b" });
        await provider.RegisterAsync("npm-plain", "10.9.1.2", 80);
        Assert.Equal("10.9.1.1:80 10.9.1.2:80", await consumer.ListAsync("npm-plain"));
        Assert.Contains("npm-plain", await consumer.ServicesAsync());
        Assert.Equal("UP", await consumer.StatusAsync());
        await provider.DeregisterAsync("npm-plain", "10.9.1.1", 80);
        Assert.Equal("10.9.1.2:80", await consumer.ListAsync("npm-plain"));
    }

    [Fact]
    public async Task Subscribe_IsPushedEachChangeOverUdp()
    {
        await using var provider = new NpmNamingClient(shared.Node);
        await using var consumer = new NpmNamingClient(shared.Node);
        await provider.RegisterAsync("npm-pushed", "10.9.2.1", 80);
        await consumer.SubscribeAsync("npm-pushed");
        await consumer.ShowsAsync("npm-pushed", "10.9.2.1:80");
        await Wait.UntilAsync(async () => await consumer.DatagramsAsync() > 0, "the push of a new subscription");

        for (var i = 2; i <= 9; i++)
        {
            var before = await consumer.DatagramsAsync();
            await provider.RegisterAsync("npm-pushed", $"10.9.2.{i}", 80, new Dictionary<string, string> { ["pad"] = new('x', 100) });
            await consumer.ShowsAsync("npm-pushed", string.Join(' ', Enumerable.Range(1, i).Select(static n => $"10.9.2.{n}:80")));
            await Wait.UntilAsync(async () => await consumer.DatagramsAsync() > before, "the push"); // a poll may have shown it sooner
        }
    }

    [Fact]
    public async Task Provider_ThatBeats_Stays_AndThatIsKilled_GoesInTime()
    {
        await using var provider = new NpmNamingClient(shared.Node);
        await using var other = new NpmNamingClient(shared.Node);
        await using var consumer = new NpmNamingClient(shared.Node);
        await other.RegisterAsync("npm-killed", "10.9.3.2", 80, ShortTimes);
        await provider.RegisterAsync("npm-killed", "10.9.3.1", 80, ShortTimes);
        await consumer.SubscribeAsync("npm-killed");

        // The package sends its first beat after 10 s, so both go and come back once. From then on they live longer than anybody who does not beat.
        var steady = Stopwatch.StartNew();
        await Wait.UntilAsync(
            async () =>
            {
                if (await consumer.ListAsync("npm-killed") != "10.9.3.1:80 10.9.3.2:80") steady.Restart();
                return steady.Elapsed > TimeSpan.FromSeconds(6);
            },
            "beats to keep both alive",
            TimeSpan.FromSeconds(30));
        await consumer.ShowsAsync("npm-killed", "10.9.3.1:80 10.9.3.2:80");

        await provider.KillAsync();
        var dead = Stopwatch.StartNew();
        await consumer.ShowsAsync("npm-killed", "10.9.3.1:80! 10.9.3.2:80");
        Assert.InRange(dead.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4.5)); // 2 s without a beat, looked at every second, pushed half a second later
        await consumer.ShowsAsync("npm-killed", "10.9.3.2:80");
        Assert.InRange(dead.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7.5)); // 5 s, likewise
    }

    [Fact]
    public async Task ServerKilled_ClientsComeBackByTheirBeats()
    {
        await using var node = await Testing.Nodes.NodeProcess.StartNewAsync();
        await using var provider = new NpmNamingClient(node);
        await using var consumer = new NpmNamingClient(node);
        await provider.RegisterAsync("npm-back", "10.9.4.1", 80);
        Assert.Equal("10.9.4.1:80", await consumer.ListAsync("npm-back"));

        await node.KillAsync();
        await node.StartAsync();
        await Wait.UntilAsync(async () => await consumer.ListAsync("npm-back") == "10.9.4.1:80", "the next full beat to register it again");
    }

    [Fact]
    public async Task Namespaces_HoldTheSameNameApart()
    {
        await using var one = new NpmNamingClient(shared.Node, "npm-one");
        await using var two = new NpmNamingClient(shared.Node, "npm-two");
        await one.RegisterAsync("npm-same", "10.9.5.1", 80);
        await two.RegisterAsync("npm-same", "10.9.5.2", 80);
        Assert.Equal("10.9.5.1:80", await one.ListAsync("npm-same"));
        Assert.Equal("10.9.5.2:80", await two.ListAsync("npm-same"));
    }
}
