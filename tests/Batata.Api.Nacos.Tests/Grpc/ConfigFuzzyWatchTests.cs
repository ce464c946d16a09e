using System.Text.Json;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class ConfigFuzzyWatchTests
{
    private const string Sync = "ConfigFuzzyWatchSyncRequest";
    private const string Notice = "ConfigFuzzyWatchChangeNotifyRequest";

    [Fact]
    public async Task Watch_StartsWithAllThatMatches_InBatches_AndItsEnd()
    {
        await using var server = await GrpcServer.StartAsync(configs: options => options.FuzzyWatchBatchSize = 2);
        await using var client = await server.ConnectAsync();
        foreach (var dataId in (string[])["ab1", "ab2", "ab3", "other"]) server.Configs.Publish(dataId, "x");
        await client.PublishAsync("ab4", "x", tenant: "elsewhere");
        Assert.True((await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*")).Ok);

        var first = await client.PushAsync(Sync);
        var second = await client.PushAsync(Sync);
        var end = await client.PushAsync(Sync);
        Assert.Equal(("FUZZY_WATCH_INIT_NOTIFY", 2, 1), Head(first));
        Assert.Equal(("FUZZY_WATCH_INIT_NOTIFY", 2, 2), Head(second));
        Assert.Equal(("FINISH_FUZZY_WATCH_INIT_NOTIFY", 0, 0), Head(end));
        Assert.False(end.Has("contexts"));
        Assert.Equal("public>>DEFAULT_GROUP>>ab*", first.Text("groupKeyPattern"));
        Assert.Equal(
            ["+ab1+DEFAULT_GROUP+public", "+ab2+DEFAULT_GROUP+public", "+ab3+DEFAULT_GROUP+public"], Contexts(first).Concat(Contexts(second)).Order());
    }

    [Fact]
    public async Task End_WaitsForEveryBatch()
    {
        await using var server = await GrpcServer.StartAsync(configs: options => options.FuzzyWatchBatchSize = 1);
        await using var client = await server.ConnectAsync();
        server.Configs.Publish("ab1", "x");
        server.Configs.Publish("ab2", "x");
        SdkMessage? unanswered = null;
        client.Answer = push => unanswered is null ? Keep(push) : NacosGrpcClient.Accept(push);
        await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*");
        await client.PushAsync(Sync);
        await client.PushAsync(Sync);
        // Everything sent before an answer to a later call has come before it.
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
        Assert.Empty(client.Waiting());
        await client.SendAsync(NacosGrpcClient.Accept(unanswered!));
        Assert.Equal("FINISH_FUZZY_WATCH_INIT_NOTIFY", (await client.PushAsync(Sync)).Text("syncType"));

        SdkMessage? Keep(SdkMessage push)
        {
            unanswered = push;
            return null;
        }
    }

    [Fact]
    public async Task Watch_Again_TellsTheDifference()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        server.Configs.Publish("ab1", "x");
        server.Configs.Publish("ab2", "x");
        await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*", ["ab1+DEFAULT_GROUP+public", "gone+DEFAULT_GROUP+public", null], initializing: false);
        var difference = await client.PushAsync(Sync);
        Assert.Equal(("FUZZY_WATCH_DIFF_SYNC_NOTIFY", 1, 1), Head(difference));
        Assert.Equal(["+ab2+DEFAULT_GROUP+public", "-gone+DEFAULT_GROUP+public"], Contexts(difference).Order());

        // No difference: nothing, or the end alone for one that starts.
        string[] all = ["ab1+DEFAULT_GROUP+public", "ab2+DEFAULT_GROUP+public"];
        await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*", all, initializing: false);
        await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*", all);
        Assert.Equal("FINISH_FUZZY_WATCH_INIT_NOTIFY", (await client.PushAsync(Sync)).Text("syncType"));
    }

    [Fact]
    public async Task Watcher_HearsOfWhatAppearsAndGoes_OncePerConnection_AndOfNoNewContent()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        foreach (var pattern in (string[])["public>>DEFAULT_GROUP>>ab*", "public>>*>>*1", "public>>*>>end"])
        {
            await WatchAsync(client, pattern);
            await client.PushAsync(Sync);
        }
        server.Configs.Publish("ab1", "x");
        Assert.Equal(["CONFIG_CHANGED ab1+DEFAULT_GROUP+public"], await NoticesAsync(client, 1)); // what came and went unseen is not told
        server.Configs.Publish("ab1", "y");
        server.Configs.Publish("zz", "y");
        await client.RemoveAsync("ab1");
        Assert.Equal(["DELETE_CONFIG ab1+DEFAULT_GROUP+public"], await NoticesAsync(client, 1));
        server.Configs.Publish("end", "x");
        Assert.Equal(["CONFIG_CHANGED end+DEFAULT_GROUP+public"], await NoticesAsync(client, 1));
        Assert.Empty(client.Waiting());
    }

    [Fact]
    public async Task Watcher_ThatCancelled_HearsNothing()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*");
        await WatchAsync(client, "public>>DEFAULT_GROUP>>end");
        Assert.True((await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*", type: "CANCEL_WATCH")).Ok);
        Assert.True((await WatchAsync(client, "public>>DEFAULT_GROUP>>never", type: "CANCEL_WATCH")).Ok);
        Assert.True((await WatchAsync(client, "public>>DEFAULT_GROUP>>ab*", type: "SOMETHING")).Ok);
        server.Configs.Publish("ab1", "x");
        server.Configs.Publish("end", "x");
        Assert.Equal(["CONFIG_CHANGED end+DEFAULT_GROUP+public"], await NoticesAsync(client, 1));
    }

    [Fact]
    public async Task Patterns_AreLimited_ForTheWholeServer_AndGoWithTheirLastWatcher()
    {
        await using var server = await GrpcServer.StartAsync(configs: options => options.FuzzyWatchMaxPatterns = 2);
        await using var client = await server.ConnectAsync();
        var other = await server.ConnectAsync();
        Assert.True((await WatchAsync(client, "public>>g>>1")).Ok);
        Assert.True((await WatchAsync(other, "public>>g>>2")).Ok);
        var refused = await WatchAsync(client, "public>>g>>3");
        Assert.Equal(("ConfigFuzzyWatchResponse", 50310, "fuzzy watch pattern over limit"), (refused.Type, refused.ErrorCode, refused.Message));
        Assert.True((await WatchAsync(client, "public>>g>>2")).Ok);
        await WatchAsync(client, "public>>g>>2", type: "CANCEL_WATCH");
        Assert.Equal(50310, (await WatchAsync(client, "public>>g>>3")).ErrorCode);
        await other.DisposeAsync();
        await Testing.Wait.UntilAsync(async () => (await WatchAsync(client, "public>>g>>3")).Ok, "the pattern to be free");
    }

    [Fact]
    public async Task Matches_AreLimited_AndWhatDidNotFitMovesUp()
    {
        await using var server = await GrpcServer.StartAsync(configs: options => options.FuzzyWatchMaxMatches = 2);
        await using var client = await server.ConnectAsync();
        await WatchAsync(client, "public>>*>>*");
        server.Configs.Publish("a", "x");
        server.Configs.Publish("b", "x");
        server.Configs.Publish("c", "x"); // does not fit
        Assert.Equal(2, (await NoticesAsync(client, 2)).Count);

        await using var late = await server.ConnectAsync();
        var full = await WatchAsync(late, "public>>*>>*", ["gone+g+public"]);
        Assert.Equal((50311, "fuzzy watch pattern matched count over limit"), (full.ErrorCode, full.Message));
        var sync = await late.PushAsync(Sync);
        Assert.Equal(["+a+DEFAULT_GROUP+public", "+b+DEFAULT_GROUP+public"], Contexts(sync).Order()); // and no word of what may only be too much

        await client.RemoveAsync("a");
        Assert.Equal(["CONFIG_CHANGED c+DEFAULT_GROUP+public", "DELETE_CONFIG a+DEFAULT_GROUP+public"], (await NoticesAsync(client, 2)).Order());
    }

    [Fact]
    public async Task LostChanges_AreCaughtUp()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        server.Configs.Publish("old", "x");
        await WatchAsync(client, "public>>*>>*");
        server.Configs.HoldFeed = true;
        server.Configs.Publish("new", "x");
        await client.RemoveAsync("old");
        server.Configs.LoseFeed();
        Assert.Equal(["CONFIG_CHANGED new+DEFAULT_GROUP+public", "DELETE_CONFIG old+DEFAULT_GROUP+public"], (await NoticesAsync(client, 2)).Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("public>>g")]
    [InlineData("public>>g>>")]
    public async Task Pattern_ThatIsNone_IsRefused(string? pattern)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var refused = await WatchAsync(client, pattern);
        Assert.Equal(("ConfigFuzzyWatchResponse", 400), (refused.Type, refused.ErrorCode));
    }

    private static Task<SdkMessage> WatchAsync(
        NacosGrpcClient client, string? groupKeyPattern, string?[]? receivedGroupKeys = null, bool initializing = true, string type = "WATCH") =>
        client.RequestAsync("ConfigFuzzyWatchRequest", JsonSerializer.Serialize(new { groupKeyPattern, receivedGroupKeys, watchType = type, initializing }));

    private static (string?, int, int) Head(SdkMessage sync) =>
        (sync.Text("syncType"), sync.Json.GetProperty("totalBatch").GetInt32(), sync.Json.GetProperty("currentBatch").GetInt32());

    /// <summary>With a plus for what is there and a minus for what is not.</summary>
    private static IEnumerable<string> Contexts(SdkMessage sync) => sync.Json.GetProperty("contexts").EnumerateArray().Select(context =>
        (context.GetProperty("changedType").GetString() == "ADD_CONFIG" ? "+" : "-") + context.GetProperty("groupKey").GetString());

    private static async Task<List<string>> NoticesAsync(NacosGrpcClient client, int count)
    {
        var notices = new List<string>();
        while (notices.Count < count)
        {
            var notice = await client.PushAsync(Notice);
            notices.Add($"{notice.Text("changeType")} {notice.Text("groupKey")}");
        }
        return notices;
    }
}
