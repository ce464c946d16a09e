using System.Diagnostics;
using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Reads;

/// <summary>When a blocking query is answered and with what index. Protocol source: Consul <c>agent/blockingquery</c>, the table of what wakes whom.</summary>
public sealed class BlockingTests : IAsyncLifetime
{
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task OldIndex_IsAnsweredAtOnce()
    {
        await _server.PutAsync("/v1/kv/a", "1");
        await _server.PutAsync("/v1/kv/a", "2");
        var now = await _server.GetAsync("/v1/kv/a?raw");
        Assert.Equal(now, await _server.GetAsync($"/v1/kv/a?raw&index={now.Index - 1}&wait=60s"));
    }

    [Fact]
    public async Task SameIndex_WaitsForTheChange_AndHasItsIndex()
    {
        await _server.PutAsync("/v1/kv/a", "1");
        var before = await _server.GetAsync("/v1/kv/a?raw");
        var waiting = _server.GetAsync($"/v1/kv/a?raw&index={before.Index}&wait=60s");
        await _server.PutAsync("/v1/kv/b", "of another key");
        await _server.PutAsync("/v1/kv/ab", "of another key that begins alike");
        await _server.PutAsync("/v1/kv/a", "1"); // the same again is no change
        var other = await _server.GetAsync("/v1/kv/ab?raw");
        Assert.False(waiting.IsCompleted);
        await _server.PutAsync("/v1/kv/a", "2");
        var woken = await waiting;
        Assert.Equal((200, "2"), (woken.Status, woken.Body));
        Assert.True(woken.Index > other.Index);
        Assert.Equal(woken, await _server.GetAsync("/v1/kv/a?raw"));
    }

    [Fact]
    public async Task MissingKey_IsWokenByItsCreation_NotByOthers()
    {
        await _server.PutAsync("/v1/kv/other", "1");
        var missing = await _server.GetAsync("/v1/kv/a");
        Assert.Equal(404, missing.Status);
        var waiting = _server.GetAsync($"/v1/kv/a?raw&index={missing.Index}&wait=60s");
        for (var i = 0; i < 20; i++) await _server.PutAsync("/v1/kv/other", $"{i}");
        Assert.False(waiting.IsCompleted);
        await _server.PutAsync("/v1/kv/a", "made");
        Assert.Equal((200, "made"), await waiting is var (status, body, _) ? (status, body) : default);
    }

    [Fact]
    public async Task Session_IsWokenByItsEnd_NotByOthers()
    {
        var (one, other) = (await MakeSessionAsync(), await MakeSessionAsync());
        var before = await _server.GetAsync($"/v1/session/info/{one}");
        var waiting = _server.GetAsync($"/v1/session/info/{one}?index={before.Index}&wait=60s");
        await MakeSessionAsync();
        await _server.PutAsync($"/v1/session/destroy/{other}");
        var list = await _server.GetAsync("/v1/session/list");
        Assert.True(list.Index > before.Index);
        Assert.False(waiting.IsCompleted);
        await _server.PutAsync($"/v1/session/destroy/{one.ToUpperInvariant()}");
        var woken = await waiting;
        Assert.Equal((200, "[]"), (woken.Status, woken.Body));
        Assert.True(woken.Index > list.Index);
    }

    [Fact]
    public async Task SessionsOfANode_AreWokenByTheirOwn_AndTheListByAny()
    {
        foreach (var node in (string[])["ext", "other"]) await _server.PutAsync("/v1/catalog/register", $$"""{"Node":"{{node}}","Address":"192.0.2.1"}""");
        await MakeSessionAsync("ext");
        var before = await _server.GetAsync("/v1/session/node/EXT");
        var (ofNode, ofAll) = (_server.GetAsync($"/v1/session/node/EXT?index={before.Index}&wait=60s"), _server.GetAsync($"/v1/session/list?index={before.Index}&wait=60s"));
        await MakeSessionAsync("other");
        await ofAll;
        Assert.False(ofNode.IsCompleted);
        var second = await MakeSessionAsync("ext");
        Assert.Contains(second, (await ofNode).Body, StringComparison.Ordinal);
    }

    private async Task<string> MakeSessionAsync(string node = "ext")
    {
        if (node == "ext") await _server.PutAsync("/v1/catalog/register", """{"Node":"ext","Address":"192.0.2.1"}""");
        var made = await _server.SendAsync("PUT", "/v1/session/create", $$"""{"Node":"{{node}}","NodeChecks":[]}""");
        Assert.Equal(200, made.Status);
        return System.Text.Json.JsonDocument.Parse(made.Body).RootElement.GetProperty("ID").GetString()!;
    }

    [Fact]
    public async Task Key_IsWokenByItsRemoval()
    {
        await _server.PutAsync("/v1/kv/a", "1");
        var before = await _server.GetAsync("/v1/kv/a");
        var waiting = _server.GetAsync($"/v1/kv/a?index={before.Index}&wait=60s");
        Assert.Equal("true", (await _server.SendAsync("DELETE", "/v1/kv/a")).Body);
        var woken = await waiting;
        Assert.Equal(404, woken.Status);
        Assert.True(woken.Index > before.Index);
    }

    [Theory]
    [InlineData("recurse")]
    [InlineData("keys")]
    [InlineData("keys&separator=/")]
    public async Task Prefix_IsWokenBelowIt_NotBesideIt(string how)
    {
        await _server.PutAsync("/v1/kv/p/a", "1");
        var before = await _server.GetAsync($"/v1/kv/p/?{how}");
        var waiting = _server.GetAsync($"/v1/kv/p/?{how}&index={before.Index}&wait=60s");
        await _server.PutAsync("/v1/kv/p", "its own name without the slash");
        await _server.PutAsync("/v1/kv/q/a", "1");
        Assert.False(waiting.IsCompleted);
        await _server.PutAsync("/v1/kv/p/b/c", "1");
        var woken = await waiting;
        Assert.Equal(woken, await _server.GetAsync($"/v1/kv/p/?{how}"));
        Assert.Contains("p/b/", woken.Body, StringComparison.Ordinal);

        waiting = _server.GetAsync($"/v1/kv/p/?{how}&index={woken.Index}&wait=60s");
        Assert.Equal("true", (await _server.SendAsync("DELETE", "/v1/kv/p/b?recurse")).Body);
        var removed = await waiting;
        Assert.True(removed.Index > woken.Index);
        Assert.DoesNotContain("p/b/", removed.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/kv/a?raw")]
    [InlineData("/v1/kv/missing?raw")]
    [InlineData("/v1/kv/?keys")]
    public async Task TimeOver_GivesWhatIsThere_WithItsIndex(string path)
    {
        await _server.PutAsync("/v1/kv/a", "1");
        var before = await _server.GetAsync(path);
        var watch = Stopwatch.StartNew();
        Assert.Equal(before, await _server.GetAsync($"{path}&index={before.Index}&wait=300ms"));
        Assert.True(watch.ElapsedMilliseconds >= 290, $"It waited {watch.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task IndexAboveAll_WaitsTheTime_AndGivesTheIndexOfNow()
    {
        await _server.PutAsync("/v1/kv/a", "1");
        var waiting = _server.GetAsync("/v1/kv/a?raw&index=1000000000&wait=1s");
        await _server.PutAsync("/v1/kv/a", "2");
        Assert.Equal(await _server.GetAsync("/v1/kv/a?raw"), await waiting);
    }

    [Fact]
    public async Task WhoGoesAway_LeavesTheOthersWaiting()
    {
        await _server.PutAsync("/v1/kv/a", "1");
        var before = await _server.GetAsync("/v1/kv/a");
        var path = $"/v1/kv/a?raw&index={before.Index}&wait=60s";
        using var leave = new CancellationTokenSource();
        var leaving = Enumerable.Range(0, 20).Select(_ => _server.GetAsync(path, leave.Token)).ToList();
        var staying = Enumerable.Range(0, 20).Select(_ => _server.GetAsync(path)).ToList();
        await leave.CancelAsync();
        foreach (var one in leaving) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await _server.PutAsync("/v1/kv/a", "2");
        foreach (var one in staying) Assert.Equal("2", (await one).Body);
    }

    /// <summary>What is acknowledged is read by whoever asks after it, also while answers are shared and kept.</summary>
    [Fact]
    public async Task ReadAfterAWrite_SeesIt_HoweverManyAsk()
    {
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!end.IsCancellationRequested) await _server.GetAsync("/v1/kv/a?raw");
        }).ToList();
        for (var i = 0; i < 300; i++)
        {
            await _server.PutAsync("/v1/kv/a", $"{i}");
            Assert.Equal($"{i}", (await _server.GetAsync("/v1/kv/a?raw")).Body);
            Assert.Equal($"{i}", (await _server.GetAsync("/v1/kv/a?raw&consistent")).Body);
        }
        await end.CancelAsync();
        await Task.WhenAll(readers);
    }
}
