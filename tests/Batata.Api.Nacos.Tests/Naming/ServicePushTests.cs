using Batata.Api.Nacos.Push.Naming;
using Batata.Api.Nacos.Tests.Grpc;
using Batata.Testing;
using Batata.Testing.Nacos;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Naming;

public sealed class ServicePushTests
{
    [Fact]
    public async Task Subscriber_IsAnsweredAndPushedToOnce_ThenOnEachChange()
    {
        await using var server = await StartAsync();
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        var answer = await watcher.SubscribeAsync("s");
        Assert.Equal(("SubscribeServiceResponse", "success"), (answer.Type, answer.Message));
        var first = await watcher.PushOfAsync("s");
        Assert.Empty(first.Hosts());
        Assert.Equal("""{"headers":{},"requestId":""", first.Json.GetRawText()[..26]);
        Assert.Equal("naming", first.Text("module"));

        await client.RegisterAsync("s", 1);
        var second = await watcher.PushOfAsync("s");
        Assert.Equal("1", second.Ports());
        Assert.True(second.LastRefTime() > first.LastRefTime());
        await client.DeregisterAsync("s");
        Assert.Empty((await watcher.PushOfAsync("s")).Ports());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(",\"weight\":0", 1)]
    [InlineData(",\"healthy\":false", 1)]
    public async Task Push_OfNobodyThatCouldBeCalled_IsCounted(string more, int empty)
    {
        await using var server = await StartAsync();
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await client.RegisterAsync("s", "{\"ip\":\"10.0.0.1\",\"port\":1" + more + "}");
        await watcher.SubscribeAsync("s");
        Assert.Single((await watcher.PushOfAsync("s")).Hosts());
        var counters = server.Services.GetRequiredService<PushCounters>();
        await Wait.UntilAsync(() => counters.Totals.Sent == 1, "the push to be counted");
        Assert.Equal(empty, counters.Totals.Empty);
    }

    [Fact]
    public async Task EndOfAConnection_IsPushed()
    {
        await using var server = await StartAsync();
        var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await client.RegisterAsync("s", 1);
        await watcher.SubscribeAsync("s");
        Assert.Equal("1", (await watcher.PushOfAsync("s")).Ports());
        await client.DisposeAsync();
        Assert.Empty((await watcher.PushOfAsync("s")).Ports());
    }

    [Fact]
    public async Task ManyChangesInOneWindow_AreOnePush()
    {
        await using var server = await StartAsync(windowMs: 300);
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await watcher.SubscribeAsync("s");
        await watcher.PushOfAsync("s");
        for (var port = 1; port <= 50; port++) await client.RegisterAsync("s", port);
        var ports = new List<string>();
        while (ports.LastOrDefault() != "50") ports.Add((await watcher.PushOfAsync("s")).Ports());
        Assert.True(ports.Count < 10, string.Join(' ', ports));
    }

    [Fact]
    public async Task EachSubscriber_GetsItsClustersUnderItsOwnText()
    {
        await using var server = await StartAsync();
        await using var a = await server.NamingAsync();
        await using var b = await server.NamingAsync();
        await using var all = await server.NamingAsync();
        await using var none = await server.NamingAsync();
        await using var some = await server.NamingAsync();
        await all.SubscribeAsync("s");
        await none.SubscribeAsync("s", clusters: null);
        await some.SubscribeAsync("s", "x,b");
        foreach (var watcher in new[] { all, none, some }) await watcher.PushOfAsync("s");
        await a.RegisterAsync("s", """{"ip":"1.1.1.1","port":1,"clusterName":"a"}""");
        await UntilAsync(all, push => push.Ports() is "1");
        await b.RegisterAsync("s", """{"ip":"1.1.1.1","port":2,"clusterName":"b"}""");
        Assert.Equal("", (await UntilAsync(all, push => push.Ports() is "1 2")).Service().GetProperty("clusters").GetString());
        Assert.False((await UntilAsync(none, push => push.Ports() is "1 2")).Service().TryGetProperty("clusters", out _));
        Assert.Equal("x,b", (await UntilAsync(some, push => push.Ports() is "2")).Service().GetProperty("clusters").GetString());
    }

    [Fact]
    public async Task RepeatedSubscription_PushesNothing_ButReplacesTheClusters()
    {
        await using var server = await StartAsync();
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await watcher.SubscribeAsync("s");
        await watcher.PushOfAsync("s");
        Assert.Equal("a", (await watcher.SubscribeAsync("s", "a")).Service().GetProperty("clusters").GetString());
        await watcher.SubscribeAsync("end");
        await watcher.PushOfAsync("end"); // a push of s would have come before
        await client.RegisterAsync("s", 1);
        Assert.Equal("a", (await watcher.PushOfAsync("s")).Service().GetProperty("clusters").GetString());
    }

    [Fact]
    public async Task Unsubscribed_HearsNothing()
    {
        await using var server = await StartAsync();
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await watcher.SubscribeAsync("s");
        await watcher.PushOfAsync("s");
        await watcher.SubscribeAsync("end");
        await watcher.PushOfAsync("end");
        Assert.True((await watcher.SubscribeAsync("s", subscribe: false)).Ok);
        Assert.True((await watcher.SubscribeAsync("never", subscribe: false)).Ok);
        await client.RegisterAsync("s", 1);
        await client.RegisterAsync("end", 1);
        await watcher.PushOfAsync("end");
        Assert.Empty(watcher.Waiting());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RefusedOrUnansweredPush_ComesAgain_AsLongAsItTakes_AndThenNoMore(bool refused)
    {
        await using var server = await StartAsync();
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        watcher.Answer = push => push.Type == NamingCalls.Push ? refused ? NacosGrpcClient.Acknowledge(push, 500) : null : NacosGrpcClient.Accept(push);
        await watcher.SubscribeAsync("s");
        for (var i = 0; i < 4; i++) Assert.Empty((await watcher.PushOfAsync("s")).Ports());
        await client.RegisterAsync("s", 1);
        await UntilAsync(watcher, push => push.Ports() is "1");
        Assert.Equal("1", (await watcher.PushOfAsync("s")).Ports());
        watcher.Answer = NacosGrpcClient.Accept;
        Assert.Equal("1", (await watcher.PushOfAsync("s")).Ports());
        await watcher.SubscribeAsync("end");
        while ((await watcher.PushAsync(NamingCalls.Push)).Service().GetProperty("name").GetString() != "end")
        {
            // those that were under way
        }
        await client.RegisterAsync("end", 1);
        await watcher.PushOfAsync("end");
        Assert.Empty(watcher.Waiting());
    }

    [Fact]
    public async Task Push_GoesToManyWithTheSameBytes()
    {
        await using var server = await StartAsync();
        await using var client = await server.NamingAsync();
        var watchers = new List<NacosGrpcClient>();
        for (var i = 0; i < 20; i++) watchers.Add(await server.NamingAsync());
        foreach (var watcher in watchers) await watcher.SubscribeAsync("s");
        foreach (var watcher in watchers) await watcher.PushOfAsync("s");
        await client.RegisterAsync("s", 1);
        var pushes = new HashSet<string>();
        foreach (var watcher in watchers) pushes.Add((await UntilAsync(watcher, push => push.Ports() is "1")).Json.GetRawText());
        Assert.Single(pushes);
        foreach (var watcher in watchers) await watcher.DisposeAsync();
    }

    [Fact]
    public async Task StuckSubscriber_DelaysNobody_AndIsCutOff()
    {
        await using var server = await StartAsync(windowMs: 1);
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await using var stuck = await StuckClient.ConnectAsync(server.Port, "naming");
        var large = $$$"""{"ip":"10.0.0.1","port":1,"metadata":{"pad":"{{{new string('x', 900)}}}"}}""";
        try
        {
            for (var i = 0; i < 9000; i++)
            {
                await stuck.AskAsync("SubscribeServiceRequest", NamingCalls.Body($"s{i}", "\"subscribe\":true"));
                if (i % 500 != 0) continue;
                await client.RegisterAsync($"s{i}", large);
                await watcher.SubscribeAsync($"s{i}");
                await UntilAsync(watcher, push => push.Ports() is "1");
            }
        }
        catch (RpcException)
        {
            // it is cut off while it asks
        }
        await Wait.UntilAsync(() => server.Connections.RegisteredCount == 2, "the stuck client to be cut off");
        Assert.Contains(server.Log.Complaints, line => line.Contains("does not read", StringComparison.Ordinal));
        Assert.True((await client.QueryAsync("s0")).Ok);
    }

    [Fact]
    public async Task Reconnected_ClientRegistersAndSubscribesAgain()
    {
        await using var server = await StartAsync();
        await using var other = await server.NamingAsync();
        var first = await server.NamingAsync();
        await first.RegisterAsync("s", 1);
        await other.SubscribeAsync("s");
        await UntilAsync(other, push => push.Ports() is "1");
        await using var second = await server.NamingAsync(); // before the server has noticed that the first is gone
        await second.RegisterAsync("s", 1);
        await second.SubscribeAsync("s");
        Assert.Equal("1", (await second.PushOfAsync("s")).Ports()); // the same address is there once
        await first.DisposeAsync();
        await other.RegisterAsync("s", 2);
        await UntilAsync(second, push => push.Ports() is "1 2");
        await UntilAsync(other, push => push.Ports() is "1 2");
    }

    [Fact]
    public async Task CSharpClient_GetsEachAddressOnce_SinceItStopsListeningOverATwin()
    {
        await using var server = await StartAsync();
        await using var old = await server.NamingAsync();
        await using var young = await server.NamingAsync();
        await using var java = await server.NamingAsync();
        await using var csharp = await server.ConnectAsync(setup: "\"clientVersion\":\"Nacos-CSharp-Client:v1.3.10\"", module: "naming");
        await java.SubscribeAsync("s");
        await csharp.SubscribeAsync("s");
        await old.RegisterAsync("s", """{"ip":"10.0.0.1","port":1,"healthy":false,"metadata":{"v":"1"}}""");
        await young.RegisterAsync("s", """{"ip":"10.0.0.1","port":1,"metadata":{"v":"2"}}""");
        await UntilAsync(java, push => push.Ports() is "1 1");
        Assert.Equal("1 1", (await java.QueryAsync("s")).Ports());
        Assert.Equal("2", VersionOf(await csharp.QueryAsync("s")));
        await UntilAsync(csharp, push => push.Ports() is "1" && VersionOf(push) == "2");

        static string? VersionOf(SdkMessage answer) => Assert.Single(answer.Hosts()).GetProperty("metadata").GetProperty("v").GetString();
    }

    private static Task<GrpcServer> StartAsync(int windowMs = 20) =>
        GrpcServer.StartAsync(naming: o => (o.PushDelayMs, o.PushTimeoutMs, o.PushRetryDelayMs) = (windowMs, 150, 50));

    private static async Task<SdkMessage> UntilAsync(NacosGrpcClient watcher, Func<SdkMessage, bool> holds)
    {
        while (true)
        {
            var push = await watcher.PushAsync(NamingCalls.Push);
            if (holds(push)) return push;
        }
    }
}
