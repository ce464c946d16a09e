using System.Text.Json;
using Batata.Api.Nacos.Tests.Grpc;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Naming;

public sealed class NamingFuzzyWatchTests
{
    private const string Sync = "NamingFuzzyWatchSyncRequest";
    private const string Notice = "NamingFuzzyWatchChangeNotifyRequest";
    private const string Pattern = "public>>DEFAULT_GROUP>>s*";

    [Fact]
    public async Task FirstWatch_IsToldAllInBatchesOfTen_ThenThatThisWasAll()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        for (var i = 0; i < 12; i++) await client.RegisterAsync($"s{i:D2}", 1);
        await client.RegisterAsync("other", 1);
        Assert.True((await WatchAsync(client)).Ok);
        var (first, second) = (await client.PushAsync(Sync), await client.PushAsync(Sync));
        Assert.Equal(
            ("FUZZY_WATCH_INIT_NOTIFY", Pattern, 2, 1),
            (first.Text("syncType"), first.Text("groupKeyPattern"), Number(first, "totalBatch"), Number(first, "currentBatch")));
        Assert.Equal(10, Contexts(first).Count);
        Assert.Equal("ADD_SERVICE public@@DEFAULT_GROUP@@s10, ADD_SERVICE public@@DEFAULT_GROUP@@s11", string.Join(", ", Contexts(second)));
        var end = await client.PushAsync(Sync);
        var text = end.Json.GetRawText();
        Assert.Equal(
            $$"""
            "syncType":"FINISH_FUZZY_WATCH_INIT_NOTIFY","groupKeyPattern":"{{Pattern}}","contexts":[],"totalBatch":1,"currentBatch":1,"module":"naming"}
            """,
            text[text.IndexOf("\"syncType\"", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Watcher_HearsOfTheFirstInstanceAndTheEndOfTheLast()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var a = await server.NamingAsync();
        await using var b = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await WatchAsync(watcher);
        await watcher.PushAsync(Sync);
        await a.RegisterAsync("s1", 1);
        Assert.Equal("ADD_SERVICE public@@DEFAULT_GROUP@@s1", Told(await watcher.PushAsync(Notice)));
        await a.RegisterAsync("s1", 2);
        await b.RegisterAsync("s1", 3);
        await a.DeregisterAsync("s1");
        await a.RegisterAsync("other", 1);
        await b.DeregisterAsync("s1");
        Assert.Equal("DELETE_SERVICE public@@DEFAULT_GROUP@@s1", Told(await watcher.PushAsync(Notice)));
        await a.BatchAsync("s2", 1, 2);
        Assert.Equal("ADD_SERVICE public@@DEFAULT_GROUP@@s2", Told(await watcher.PushAsync(Notice)));
        await a.DisposeAsync();
        Assert.Equal("DELETE_SERVICE public@@DEFAULT_GROUP@@s2", Told(await watcher.PushAsync(Notice)));
        Assert.Empty(watcher.Waiting());
    }

    [Fact]
    public async Task LaterWatch_IsToldTheDifference()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        await client.RegisterAsync("s1", 1);
        await client.RegisterAsync("s2", 1);
        await WatchAsync(client, initializing: false, received: ["public@@DEFAULT_GROUP@@s1", "public@@DEFAULT_GROUP@@gone"]);
        var sync = await client.PushAsync(Sync);
        Assert.Equal("FUZZY_WATCH_DIFF_SYNC_NOTIFY", sync.Text("syncType"));
        Assert.Equal(["ADD_SERVICE public@@DEFAULT_GROUP@@s2", "DELETE_SERVICE public@@DEFAULT_GROUP@@gone"], Contexts(sync));
        await WatchAsync(client, initializing: false, received: ["public@@DEFAULT_GROUP@@s1", "public@@DEFAULT_GROUP@@s2"]);
        await WatchAsync(client, "public>>*>>end"); // what it is told comes after
        Assert.Equal("public>>*>>end", (await client.PushAsync(Sync)).Text("groupKeyPattern"));
    }

    [Fact]
    public async Task NoticeWithoutAnswer_ComesAgain_AndCancelEndsIt()
    {
        await using var server = await GrpcServer.StartAsync(naming: o => (o.PushTimeoutMs, o.PushRetryDelayMs) = (100, 20));
        await using var client = await server.NamingAsync();
        await using var watcher = await server.NamingAsync();
        await WatchAsync(watcher);
        await watcher.PushAsync(Sync);
        watcher.Answer = push => push.Type == Notice ? null : NacosGrpcClient.Accept(push);
        await client.RegisterAsync("s1", 1);
        for (var i = 0; i < 3; i++) await watcher.PushAsync(Notice);
        // Java answers with the type of the other message (nacos-grpc J3-6).
        watcher.Answer = push => NacosGrpcClient.Acknowledge(push, 200) with { Type = "NamingFuzzyWatchSyncResponse" };
        await watcher.PushAsync(Notice);
        Assert.True((await WatchAsync(watcher, type: "CANCEL_WATCH")).Ok);
        await client.RegisterAsync("s2", 1);
        await WatchAsync(watcher, "public>>*>>end");
        await watcher.PushAsync(Sync);
        Assert.DoesNotContain(watcher.Waiting(), push => push.Type == Notice && Told(push).EndsWith("s2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoAsksOnceMore_IsNotToldTheOlderSyncAnyLonger()
    {
        await using var server = await GrpcServer.StartAsync(naming: o => (o.PushTimeoutMs, o.PushRetryDelayMs) = (50, 10));
        await using var client = await server.NamingAsync();
        client.Answer = _ => null;
        await client.RegisterAsync("s1", 1);
        for (var i = 0; i < 20; i++) await WatchAsync(client);
        await client.RegisterAsync("s2", 1);
        await WatchAsync(client);
        while (Contexts(await client.PushAsync(Sync)).Count != 2)
        {
            // what was sent before
        }
        for (var i = 0; i < 5; i++) Assert.Equal(2, Contexts(await client.PushAsync(Sync)).Count);
    }

    [Fact]
    public async Task Limits_AreToldByTheAnswer()
    {
        await using var server = await GrpcServer.StartAsync(naming: o => (o.FuzzyWatchMaxPatterns, o.FuzzyWatchMaxMatches) = (2, 2));
        await using var client = await server.NamingAsync();
        for (var i = 1; i <= 3; i++) await client.RegisterAsync($"s{i}", 1);
        var full = await WatchAsync(client);
        Assert.Equal(("NamingFuzzyWatchResponse", 500, 50311), (full.Type, full.ResultCode, full.ErrorCode));
        Assert.Equal(2, Contexts(await client.PushAsync(Sync)).Count);
        Assert.True((await WatchAsync(client, "public>>a>>b")).Ok);
        Assert.Equal(50310, (await WatchAsync(client, "public>>a>>c")).ErrorCode);
        await WatchAsync(client, "public>>a>>b", type: "CANCEL_WATCH");
        Assert.True((await WatchAsync(client, "public>>a>>c")).Ok);
    }

    [Fact]
    public async Task OtherWatchType_IsRefused()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        var other = await WatchAsync(client, type: "SOMETHING");
        Assert.Equal(("ErrorResponse", 400, "Unsupported request type SOMETHING"), (other.Type, other.ResultCode, other.Message));
        Assert.Equal(("ErrorResponse", 500), ((await WatchAsync(client, type: null)).Type, (await WatchAsync(client, type: null)).ResultCode));
        Assert.Equal(("NamingFuzzyWatchResponse", 400), ((await WatchAsync(client, "nonsense")).Type, (await WatchAsync(client, "nonsense")).ErrorCode));
    }

    private static Task<SdkMessage> WatchAsync(
        NacosGrpcClient client, string pattern = Pattern, bool initializing = true, string[]? received = null, string? type = "WATCH") =>
        client.RequestAsync("NamingFuzzyWatchRequest", JsonSerializer.Serialize(
            new { @namespace = "public", groupKeyPattern = pattern, receivedGroupKeys = received, watchType = type, initializing }));

    private static List<string> Contexts(SdkMessage sync)
    {
        var contexts = sync.Json.GetProperty("contexts").EnumerateArray();
        return [.. contexts.Select(c => $"{c.GetProperty("changedType")} {c.GetProperty("serviceKey")}").Order(StringComparer.Ordinal)];
    }

    private static string Told(SdkMessage notice) => $"{notice.Text("changedType")} {notice.Text("serviceKey")}";

    private static int Number(SdkMessage message, string name) => message.Json.GetProperty(name).GetInt32();
}
