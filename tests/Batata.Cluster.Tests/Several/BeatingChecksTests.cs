using System.Globalization;
using System.Text;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Checks whose clients beat all the time: the log does not grow for it, and none ends because a node was paused or died.</summary>
[Collection(SeveralNodes.Name)]
public sealed class BeatingChecksTests
{
    private const int Checks = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Beats_AreNoEntries_AndNoCheckEndsWhenItsNodeIsPausedOrAnyIsKilled()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var leader = await cluster.LeaderAsync();
        var owner = cluster.Nodes.First(node => node != leader);
        var third = cluster.Nodes.First(node => node != leader && node != owner);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        for (var id = 0; id < Checks; id++)
        {
            using var body = new StringContent($$"""{ "ID": "w{{id}}", "Name": "web", "Check": { "CheckID": "c{{id}}", "TTL": "4s" } }""", Encoding.UTF8);
            (await http.PutAsync(new Uri(owner.Consul + "/v1/agent/service/register"), body)).EnsureSuccessStatusCode();
        }
        using var over = new CancellationTokenSource();
        var rounds = 0;
        var beating = Enumerable.Range(0, Checks).Select(id => BeatAsync(id)).ToArray();
        await Wait.UntilAsync(async () => await PassingAsync() == Checks, "all checks passing", Patience);
        var ended = new List<string>();
        var watching = WatchAsync();

        var (before, first) = (await AppliedAsync(owner), Volatile.Read(ref rounds));
        await RoundsAsync(20 * Checks);
        var (written, beats) = (await AppliedAsync(owner) - before, Volatile.Read(ref rounds) - first);
        Assert.True(written < beats / 4, $"{beats} beats, {written} entries");

        owner.Pause();
        await Task.Delay(TimeSpan.FromSeconds(6)); // the pause itself: longer than the TTL
        owner.Resume();
        await RoundsAsync(10 * Checks);
        await leader.KillAsync();
        await RoundsAsync(10 * Checks);
        await leader.StartAsync();
        await owner.KillAsync();
        await RoundsAsync(10 * Checks);
        await owner.StartAsync();
        await RoundsAsync(20 * Checks);
        await over.CancelAsync();
        await Task.WhenAll([.. beating, watching]);
        Assert.Empty(ended);

        // A client beats at the node that has its check, and at another one while that does not answer.
        async Task BeatAsync(int id)
        {
            while (!over.IsCancellationRequested)
            {
                if (await TryBeatAsync(owner, id) || await TryBeatAsync(third, id)) Interlocked.Increment(ref rounds);
                await Task.Delay(100);
            }
        }

        async Task<bool> TryBeatAsync(NodeProcess node, int id)
        {
            try
            {
                using var answer = await http.PutAsync(new Uri($"{node.Consul}/v1/agent/check/pass/c{id}?note=fine"), null);
                return answer.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }

        async Task RoundsAsync(int more)
        {
            var to = Volatile.Read(ref rounds) + more;
            await Wait.UntilAsync(() => Volatile.Read(ref rounds) >= to, $"{more} more beats", Patience);
        }

        async Task WatchAsync()
        {
            while (!over.IsCancellationRequested)
            {
                foreach (var check in await ChecksAsync())
                {
                    if (check.GetProperty("Status").GetString() != "passing") ended.Add($"{check.GetProperty("CheckID")}: {check.GetProperty("Status")} {check.GetProperty("Output")}");
                }
                await Task.Delay(50);
            }
        }

        async Task<int> PassingAsync() => (await ChecksAsync()).Count(static check => check.GetProperty("Status").GetString() == "passing");

        async Task<List<JsonElement>> ChecksAsync()
        {
            using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri(third.Consul + "/v1/health/checks/web?stale")));
            return [.. json.RootElement.EnumerateArray().Select(static check => check.Clone())];
        }

        async Task<long> AppliedAsync(NodeProcess node)
        {
            using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri(node.Consul + "/v1/agent/self")));
            return long.Parse(json.RootElement.GetProperty("Stats").GetProperty("raft").GetProperty("applied_index").GetString()!, CultureInfo.InvariantCulture);
        }
    }
}
