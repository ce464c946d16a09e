using Batata.Testing;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class ConfigListenTests
{
    private const string Push = "ConfigChangeNotifyRequest";

    [Fact]
    public async Task Listen_TellsAtOnceWhatDiffers()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "x");
        Assert.Equal(["a"], (await client.ListenAsync("a", "stale")).Changed());
        Assert.Empty((await client.ListenAsync("a", ConfigCalls.Md5("x"))).Changed());
        Assert.Empty((await client.ListenAsync("none", "")).Changed());
        Assert.Equal(["none"], (await client.ListenAsync("none", null)).Changed()); // no md5 at all equals nothing
        Assert.Equal(["none"], (await client.ListenAsync("none", "stale")).Changed());
    }

    [Fact]
    public async Task Listen_EchoesNamesAsTheyCame()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var answer = await client.RequestAsync("ConfigBatchListenRequest", """
            {"configListenContexts":[{"dataId":"a","group":"g","md5":"x","tenant":""},{"dataId":"b","group":"g","md5":"x"},
            {"dataId":"c","group":"g","md5":"x","tenant":null},{"dataId":"d","group":"g","md5":"x","tenant":"public"}]}
            """);
        Assert.Equal(
            """[{"group":"g","dataId":"a","tenant":""},{"group":"g","dataId":"b"},{"group":"g","dataId":"c"},{"group":"g","dataId":"d","tenant":"public"}]""",
            answer.Json.GetProperty("changedConfigs").GetRawText());
    }

    [Fact]
    public async Task Listen_WithOneIllegalName_RegistersNothing()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var illegal = await client.RequestAsync(
            "ConfigBatchListenRequest", """{"configListenContexts":[{"dataId":"a","group":"DEFAULT_GROUP"},{"dataId":"b b","group":"g"}]}""");
        Assert.Equal(("ConfigChangeBatchListenResponse", 400), (illegal.Type, illegal.ErrorCode));
        Assert.Empty(illegal.Changed());
        var absent = await client.RequestAsync("ConfigBatchListenRequest", """{"configListenContexts":[{"dataId":"a","group":"DEFAULT_GROUP"},null]}""");
        Assert.Equal(("ErrorResponse", 500), (absent.Type, absent.ErrorCode));
        var tag = await client.ListenAsync("a", headers: new Dictionary<string, string> { ["vipserver-tag"] = "bad tag" });
        Assert.Equal(("ErrorResponse", 500, "invalid tag : bad tag"), (tag.Type, tag.ErrorCode, tag.Message));
        Assert.Equal(0, server.ListenersOf("a"));
    }

    [Fact]
    public async Task Listen_ComparesWithWhatThisClientGets()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync("10.0.0.1");
        await using var beta = await server.ConnectAsync("10.0.0.2");
        await client.PublishAsync("a", "main");
        await client.PublishAsync("a", "beta", addition: new() { ["betaIps"] = "10.0.0.2" });
        await client.PublishAsync("a", "blue", addition: new() { ["tag"] = "blue" });
        Assert.Empty((await client.ListenAsync("a", ConfigCalls.Md5("main"))).Changed());
        Assert.Empty((await beta.ListenAsync("a", ConfigCalls.Md5("beta"))).Changed());
        Assert.Empty((await client.ListenAsync("a", ConfigCalls.Md5("blue"), headers: new Dictionary<string, string> { ["Vipserver-Tag"] = "blue" })).Changed());
    }

    [Fact]
    public async Task Change_IsPushed_WithTheTenantThatTheListenerNamed()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var blank = await server.ConnectAsync();
        await using var named = await server.ConnectAsync();
        await blank.ListenAsync("a", tenant: null);
        await named.ListenAsync("a", tenant: "public");
        await blank.PublishAsync("a", "x");
        var (toBlank, toNamed) = (await blank.PushAsync(Push), await named.PushAsync(Push));
        Assert.Equal(("a", ConfigCalls.Group), (toBlank.Text("dataId"), toBlank.Text("group")));
        Assert.False(toBlank.Has("tenant"));
        Assert.True(toBlank.Has("headers"));
        Assert.NotNull(toBlank.RequestId);
        Assert.Equal("public", toNamed.Text("tenant"));
    }

    [Fact]
    public async Task Change_ThatChangesNothingForClients_IsNotPushed()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "x");
        await client.ListenAsync("a", ConfigCalls.Md5("x"));
        await client.ListenAsync("end");
        await client.PublishAsync("a", "x", addition: new() { ["type"] = "json", ["desc"] = "other" });
        await client.RemoveAsync("b");
        await client.PublishAsync("end", "x"); // changes are told in order
        Assert.Equal("end", (await client.PushAsync(Push)).Text("dataId"));
        Assert.Empty(client.Waiting());

        await client.RemoveAsync("a");
        Assert.Equal("a", (await client.PushAsync(Push)).Text("dataId"));
        await client.PublishAsync("a", "gray", addition: new() { ["betaIps"] = "9.9.9.9" });
        Assert.Equal("a", (await client.PushAsync(Push)).Text("dataId"));
    }

    [Fact]
    public async Task Listener_ThatStopped_HearsNothing()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.ListenAsync("a");
        await client.ListenAsync("end");
        Assert.Empty((await client.ListenAsync("a", "x", listen: false)).Changed());
        await client.PublishAsync("a", "x");
        await client.PublishAsync("end", "x");
        Assert.Equal("end", (await client.PushAsync(Push)).Text("dataId"));
        Assert.Empty(client.Waiting());
    }

    [Fact]
    public async Task ContentThatWasThereForAMoment_IsNotKeptByWhoSawIt()
    {
        // A listener takes B over while the feed still has B and the return to A before it: it must hear of the return.
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "A");
        await client.ListenAsync("a", ConfigCalls.Md5("A"));
        server.Configs.HoldFeed = true;
        await client.PublishAsync("a", "B");
        Assert.Empty((await client.ListenAsync("a", ConfigCalls.Md5("B"))).Changed());
        await client.PublishAsync("a", "A");
        server.Configs.ReleaseFeed();
        await client.PushAsync(Push);
        Assert.Equal(["a"], (await client.ListenAsync("a", ConfigCalls.Md5("B"))).Changed());
    }

    [Fact]
    public async Task LostChanges_AreCaughtUp_ForWhoHoldsSomethingElse()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await using var gone = await server.ConnectAsync();
        await client.PublishAsync("same", "x");
        await client.PublishAsync("gone", "x");
        await client.ListenAsync("same", ConfigCalls.Md5("x"));
        await client.ListenAsync("new");
        await gone.ListenAsync("gone", ConfigCalls.Md5("x"));
        server.Configs.HoldFeed = true;
        await client.PublishAsync("new", "x");
        await client.RemoveAsync("gone");
        server.Configs.LoseFeed();
        Assert.Equal("new", (await client.PushAsync(Push)).Text("dataId"));
        Assert.Equal("gone", (await gone.PushAsync(Push)).Text("dataId"));
        Assert.Empty(client.Waiting());
        // What came with the comparison is known: only the next change is news.
        await client.PublishAsync("new", "x");
        await client.PublishAsync("same", "y");
        Assert.Equal("same", (await client.PushAsync(Push)).Text("dataId"));
    }

    [Fact]
    public async Task StuckClient_DoesNotDelayOthers_AndIsCutOff()
    {
        // It never reads its stream: its flow control window and its queue fill up.
        await using var server = await GrpcServer.StartAsync();
        await using var stuck = await StuckClient.ConnectAsync(server.Port);
        await using var client = await server.ConnectAsync();
        for (var i = 0; i < 9000; i += 3000) await stuck.ListenAsync(Enumerable.Range(i, 3000).Select(n => $"{n}-{new string('n', 200)}"));
        await client.ListenAsync("end");
        for (var i = 0; i < 9000 && stuck.IsOpen; i += 500)
        {
            for (var n = i; n < i + 500; n++) server.Configs.Publish($"{n}-{new string('n', 200)}", "x");
            await client.PublishAsync("end", $"{i}");
            await client.PushAsync(Push);
        }
        await Wait.UntilAsync(() => server.Connections.RegisteredCount == 1, "the stuck client to be cut off");
        Assert.Contains(server.Log.Complaints, line => line.Contains("does not read", StringComparison.Ordinal));
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
    }

    [Fact]
    public async Task ManyChangesOfOneConfig_WaitAsOneMessage()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var stuck = await StuckClient.ConnectAsync(server.Port);
        await using var client = await server.ConnectAsync();
        await stuck.ListenAsync(["a"]);
        await client.ListenAsync("a");
        for (var i = 0; i < 20_000; i++) server.Configs.Publish("a", $"{i}");
        await client.PublishAsync("a", "end");
        await client.PushAsync(Push);
        Assert.Equal(2, server.Connections.RegisteredCount);
    }
}
