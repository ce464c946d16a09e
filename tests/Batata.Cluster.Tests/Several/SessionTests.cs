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

    private static Task<ClusterNodes> StartAsync() => ClusterNodes.StartNewAsync(new Dictionary<string, string> { ["batata.consul.session-ttl-min"] = "100" });

    private static async Task<string> CreateAsync(NodeProcess node, string ttl)
    {
        // With its length: without one Consul does not read it.
        using var made = await _http.PutAsync(new Uri($"{node.Consul}/v1/session/create"), new StringContent($$"""{"TTL":"{{ttl}}","NodeChecks":[],"LockDelay":"0s"}"""));
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

    private static async Task<int> CountAsync(NodeProcess node) => (await _http.GetFromJsonAsync<JsonElement>($"{node.Consul}/v1/session/list")).GetArrayLength();

    private static async Task<ulong> IndexAsync(NodeProcess node)
    {
        using var read = await _http.GetAsync(new Uri($"{node.Consul}/v1/session/list"));
        return ulong.Parse(read.Headers.GetValues("X-Consul-Index").First(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
