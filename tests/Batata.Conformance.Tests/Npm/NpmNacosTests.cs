using Batata.Conformance.Tests.Recordings;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Npm;

/// <summary>The npm package <c>nacos</c> as applications use it: config over v1 HTTP with long polling.</summary>
public sealed class NpmNacosTests(SharedNode shared) : IClassFixture<SharedNode>
{
    [Theory]
    [InlineData("plain", "timeout=3000")]
    [InlineData("lines", "a: 1\r\nb: 2\n\n")]
    [InlineData("signs", "100 % & a=b + c; \"quoted\" <xml/> \\ /")]
    [InlineData("words", "配置中心 Grüße 🥔")]
    public async Task Publish_ThenGet_GivesTheSameText(string name, string content)
    {
        await using var client = new NpmNacosClient(shared.Node);
        await client.PublishAsync($"npm.get.{name}", content);
        Assert.Equal(content, await client.GetAsync($"npm.get.{name}"));
    }

    [Fact]
    public async Task Remove_ThenGet_GivesNothing()
    {
        await using var client = new NpmNacosClient(shared.Node);
        await client.PublishAsync("npm.removed", "x");
        await client.RemoveAsync("npm.removed");
        Assert.Null(await client.GetAsync("npm.removed"));
        await client.PublishAsync("npm.removed", "y");
        Assert.Equal("y", await client.GetAsync("npm.removed"));
    }

    [Fact]
    public async Task Subscribe_WhenAnotherClientWrites_IsPushedEachChange()
    {
        await using var listener = new NpmNacosClient(shared.Node);
        await using var writer = new NpmNacosClient(shared.Node);
        await writer.PublishAsync("npm.pushed", "1");
        await listener.SubscribeAsync("npm.pushed");
        await listener.PushedAsync("npm.pushed", "1");

        for (var i = 2; i <= 5; i++)
        {
            await writer.PublishAsync("npm.pushed", $"{i}");
            await listener.PushedAsync("npm.pushed", $"{i}");
        }

        await writer.RemoveAsync("npm.pushed");
        await listener.PushedAsync("npm.pushed", null);
    }

    [Fact]
    public async Task Subscribe_ToManyInOneLongPoll_IsPushedWhatChanged()
    {
        await using var listener = new NpmNacosClient(shared.Node);
        await using var writer = new NpmNacosClient(shared.Node);
        var names = Enumerable.Range(0, 60).Select(static i => $"npm.many.{i}").ToList();
        foreach (var name in names)
            await listener.SubscribeAsync(name);
        foreach (var name in names)
            await listener.PushedAsync(name, null);

        foreach (var name in names.Where(static (_, i) => i % 7 == 0))
            await writer.PublishAsync(name, name);
        foreach (var name in names.Where(static (_, i) => i % 7 == 0))
            await listener.PushedAsync(name, name);
        Assert.All(names.Where(static (_, i) => i % 7 != 0), name => Assert.Equal([null], listener.Pushed(name)));
    }

    [Fact]
    public async Task Namespaces_HoldTheSameNameApart()
    {
        await using var one = new NpmNacosClient(shared.Node, "npm-one");
        await using var two = new NpmNacosClient(shared.Node, "npm-two");
        await one.PublishAsync("npm.same", "1");
        await two.SubscribeAsync("npm.same");
        await two.PushedAsync("npm.same", null);
        await two.PublishAsync("npm.same", "2");
        await two.PushedAsync("npm.same", "2");
        Assert.Equal("1", await one.GetAsync("npm.same"));
    }

    [Fact]
    public async Task ServerKilled_AndStartedOnTheSameData_ClientGoesOn()
    {
        await using var node = await NodeProcess.StartNewAsync();
        await using var listener = new NpmNacosClient(node);
        await using var writer = new NpmNacosClient(node);
        await listener.SubscribeAsync("npm.killed");
        await listener.PushedAsync("npm.killed", null);

        for (var round = 1; round <= 3; round++)
        {
            await writer.PublishAsync($"npm.killed.{round}", $"kept {round}");
            await writer.PublishAsync("npm.killed", $"before {round}");
            await listener.PushedAsync("npm.killed", $"before {round}");

            await node.KillAsync();
            await node.StartAsync();

            // A client without a cache of its own: what it reads is the server's.
            await using var fresh = new NpmNacosClient(node);
            Assert.Equal($"before {round}", await fresh.GetAsync("npm.killed"));
            for (var kept = 1; kept <= round; kept++)
                Assert.Equal($"kept {kept}", await fresh.GetAsync($"npm.killed.{kept}"));

            // The old clients were not told; they reconnect by themselves.
            await writer.PublishAsync("npm.killed", $"after {round}");
            await listener.PushedAsync("npm.killed", $"after {round}");
        }
    }
}
