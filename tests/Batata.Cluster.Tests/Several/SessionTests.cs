using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>A session of Consul is one session, whichever node is asked; its time is the leader's, and the next leader's.</summary>
[Collection(SeveralNodes.Name)]
public sealed class SessionTests
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task Session_IsMadeOnOneNode_RenewedOnAnother_AndLocksOnAThird()
    {
        await using var cluster = await StartAsync();
        var (one, two, three) = (cluster[0], cluster[1], cluster[2]);
        var (kept, lost) = (await CreateAsync(one, "2s"), await CreateAsync(one, "2s"));
        Assert.True(await AcquireAsync(three, "kept", kept));
        Assert.True(await AcquireAsync(three, "lost", lost));
        Assert.False(await AcquireAsync(two, "kept", lost));
        var index = await IndexAsync(two);
        var begun = Stopwatch.StartNew();
        // Renewed for longer than it would live, now here, now there.
        var turn = 0;
        await Wait.UntilAsync(async () =>
        {
            Assert.True(await RenewAsync(cluster[turn++ % 3], kept), "the session that is renewed was lost");
            return begun.Elapsed > TimeSpan.FromSeconds(5) && await HolderAsync(two, "lost") is "";
        }, "the end of the session that nobody renews", TimeSpan.FromSeconds(60));
        foreach (var node in cluster.Nodes)
        {
            Assert.Equal(kept, await HolderAsync(node, "kept"));
            Assert.False(await RenewAsync(node, lost));
        }
        Assert.Equal(1, await CountAsync(one));
        Assert.True(await IndexAsync(two) > index); // by the end of one; a renewal moves no index
    }

    [Fact]
    public async Task Leader_Dies_TheNextOneEndsSessions_AndKeepsThoseThatAreRenewed()
    {
        await using var cluster = await StartAsync();
        var leader = await cluster.LeaderAsync();
        var others = cluster.Nodes.Where(node => node != leader).ToList();
        var kept = await CreateAsync(others[0], "20s");
        var lost = await CreateAsync(others[0], "2s");
        Assert.True(await AcquireAsync(others[1], "kept", kept));
        Assert.True(await AcquireAsync(leader, "lost", lost));
        await leader.KillAsync();
        // Both are asked, and one of them leads.
        await Wait.UntilAsync(async () => await TryRenewAsync(others[0], kept) is HttpStatusCode.OK && await TryRenewAsync(others[1], kept) is HttpStatusCode.OK, "another leader");
        await Wait.UntilAsync(async () => await HolderAsync(others[0], "lost") is "", "the end of the session that nobody renews", TimeSpan.FromSeconds(60));
        Assert.False(await RenewAsync(others[1], lost));
        Assert.True(await RenewAsync(others[1], kept));
        Assert.Equal(kept, await HolderAsync(others[1], "kept"));
        await leader.StartAsync();
        Assert.True(await RenewAsync(leader, kept));
        Assert.Equal("", await HolderAsync(leader, "lost"));
    }

    [Fact]
    public async Task Leader_DiesAfterARenewal_TheSessionLivesItsTime_AndNoLonger()
    {
        await using var cluster = await StartAsync();
        var leader = await cluster.LeaderAsync();
        var others = cluster.Nodes.Where(node => node != leader).ToList();
        var session = await CreateAsync(others[0], "3s");
        Assert.True(await AcquireAsync(others[1], "held", session));
        var made = Stopwatch.StartNew();
        // Renewed just before the end of twice its TTL, by way of the leader that dies with what it knows.
        await Wait.UntilAsync(() => made.Elapsed > TimeSpan.FromSeconds(4), "most of its time");
        Assert.True(await RenewAsync(others[0], session));
        var renewed = Stopwatch.StartNew();
        await leader.KillAsync();
        await Wait.UntilAsync(async () => await TryHolderAsync(others[1], "held") is "", "the end of the session", TimeSpan.FromSeconds(60));
        Assert.InRange(renewed.Elapsed.TotalSeconds, 6, 6 + 15); // twice the TTL, of the next leader at the latest
        Assert.False(await RenewAsync(others[1], session));
    }

    [Fact]
    public async Task LockDelay_OutlivesItsLeader()
    {
        await using var cluster = await StartAsync();
        var leader = await cluster.LeaderAsync();
        var others = cluster.Nodes.Where(node => node != leader).ToList();
        var (first, next) = (await CreateAsync(others[0], "1h", "6s"), await CreateAsync(others[0], "1h"));
        Assert.True(await AcquireAsync(leader, "delayed", first));
        Assert.Equal("true", await leader.PutAsync($"session/destroy/{first}"));
        var ended = Stopwatch.StartNew();
        await leader.KillAsync();
        var asked = 0;
        await Wait.UntilAsync(async () =>
        {
            if (await others[asked++ % 2].TryAsync(HttpMethod.Put, $"kv/delayed?acquire={next}") is not { } answer) return false;
            return answer.Body == "true";
        }, "the lock", TimeSpan.FromSeconds(60));
        Assert.InRange(ended.Elapsed.TotalSeconds, 6, 6 + 15);
        Assert.Equal(next, await HolderAsync(others[1], "delayed"));
    }

    private static Task<ClusterNodes> StartAsync() => ClusterNodes.StartNewAsync(new Dictionary<string, string> { ["batata.consul.session-ttl-min"] = "100" });

    private static async Task<string> CreateAsync(NodeProcess node, string ttl, string lockDelay = "0s")
    {
        // With its length: without one Consul does not read it.
        using var made = await _http.PutAsync(new Uri($"{node.Consul}/v1/session/create"), new StringContent($$"""{"TTL":"{{ttl}}","NodeChecks":[],"LockDelay":"{{lockDelay}}"}"""));
        var text = await made.Content.ReadAsStringAsync();
        Assert.True(made.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("ID").GetString()!;
    }

    private static async Task<bool> RenewAsync(NodeProcess node, string session)
    {
        var status = await TryRenewAsync(node, session);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, status.ToString());
        return status == HttpStatusCode.OK;
    }

    private static async Task<HttpStatusCode> TryRenewAsync(NodeProcess node, string session)
    {
        using var renewed = await _http.PutAsync(new Uri($"{node.Consul}/v1/session/renew/{session}"), null);
        return renewed.StatusCode;
    }

    private static async Task<bool> AcquireAsync(NodeProcess node, string key, string session)
    {
        using var acquired = await _http.PutAsync(new Uri($"{node.Consul}/v1/kv/{key}?acquire={session}"), new StringContent(session));
        var text = await acquired.Content.ReadAsStringAsync();
        Assert.True(acquired.IsSuccessStatusCode, text);
        return text == "true";
    }

    /// <returns>The session; empty when the key is free.</returns>
    private static async Task<string> HolderAsync(NodeProcess node, string key)
    {
        var entry = await _http.GetFromJsonAsync<JsonElement>($"{node.Consul}/v1/kv/{key}");
        return entry[0].TryGetProperty("Session", out var session) ? session.GetString()! : "";
    }

    /// <returns>Null while nobody can say.</returns>
    private static async Task<string?> TryHolderAsync(NodeProcess node, string key) =>
        await node.TryAsync(HttpMethod.Get, $"kv/{key}") is { } answer
            ? JsonDocument.Parse(answer.Body).RootElement[0].TryGetProperty("Session", out var session) ? session.GetString() : ""
            : null;

    private static async Task<int> CountAsync(NodeProcess node) => (await _http.GetFromJsonAsync<JsonElement>($"{node.Consul}/v1/session/list")).GetArrayLength();

    private static async Task<ulong> IndexAsync(NodeProcess node)
    {
        using var read = await _http.GetAsync(new Uri($"{node.Consul}/v1/session/list"));
        return ulong.Parse(read.Headers.GetValues("X-Consul-Index").First(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
