using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// A snapshot of Consul's state is restored while the leader is killed at a random moment: all nodes have what was, or all have what the snapshot says, never some of both.
/// 3 rounds; 40 with <c>BATATA_LONG=1</c>, <c>BATATA_SEED=…</c> repeats the choices of one that failed.
/// </summary>
[Collection(SeveralNodes.Name)]
public sealed class KillDuringRestoreTests(ITestOutputHelper output) : IDisposable
{
    private const int Keys = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Kill_OfTheLeader_LeavesTheOldStateOrTheNewOne_OnAllNodes()
    {
        var rounds = Environment.GetEnvironmentVariable("BATATA_LONG") == "1" ? 40 : 3;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BATATA_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"BATATA_SEED={seed}");
        var random = new Random(seed);
        await using var cluster = await ClusterNodes.StartNewAsync();

        await FillAsync(cluster[0], "saved");
        await cluster[0].PutAsync($"kv/lock?acquire={await cluster[0].MakeSessionAsync("""{"NodeChecks":[],"TTL":"1h"}""")}");
        var (archive, saved) = (await _http.GetByteArrayAsync($"{cluster[0].Consul}/v1/snapshot"), await StateAsync(cluster[0]));
        var watch = Stopwatch.StartNew();
        Assert.Equal(200, (await cluster[0].SendAsync(HttpMethod.Put, "snapshot", archive)).Status);
        var longest = watch.Elapsed;
        Assert.Equal(saved, await StateAsync(cluster[1]));

        var (kept, restored, unknown) = (0, 0, 0);
        for (var round = 1; round <= rounds; round++)
        {
            var leader = await cluster.LeaderAsync();
            Assert.Equal(200, (await leader.SendAsync(HttpMethod.Delete, "kv/?recurse")).Status);
            await FillAsync(leader, $"round {round}");
            var before = await StateAsync(leader);
            var asked = cluster[random.Next(3)];
            var restoring = RestoreAsync(asked, archive);
            await Task.Delay(longest * random.NextDouble() * 1.2); // the moment of the kill is the experiment, not a wait for something
            await leader.KillAsync();
            var answered = await restoring;
            await leader.StartAsync();
            var after = await StateAsync(cluster[0]);
            Assert.True(after == before || after == saved, $"round {round}, seed {seed}: some of both\n{after}\n\n{cluster.Logs()}");
            if (answered == 200) Assert.Equal(saved, after);
            foreach (var node in cluster.Nodes) Assert.Equal(after, await StateAsync(node));
            if (after == saved) restored++;
            else kept++;
            if (answered is null) unknown++;
        }
        output.WriteLine($"{longest.TotalMilliseconds:F0} ms for {archive.Length} bytes; the old state was left {kept} times, the new one {restored} times; {unknown} times nobody said which");

        // What was left behind is in nobody's way.
        Assert.Equal(200, (await (await cluster.LeaderAsync()).SendAsync(HttpMethod.Put, "snapshot", archive)).Status);
        foreach (var node in cluster.Nodes) Assert.Equal(saved, await StateAsync(node));
    }

    /// <returns>Null when the connection broke.</returns>
    private static async Task<int?> RestoreAsync(NodeProcess node, byte[] archive)
    {
        try
        {
            return (await node.SendAsync(HttpMethod.Put, "snapshot", archive)).Status;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>Values that gzip does not make smaller, so that there are many pieces.</summary>
    private static async Task FillAsync(NodeProcess node, string what)
    {
        for (var i = 0; i < Keys; i++)
        {
            var value = RandomNumberGenerator.GetBytes(200_000);
            Assert.Equal(200, (await node.SendAsync(HttpMethod.Put, $"kv/{Uri.EscapeDataString(what)}/{i}", value)).Status);
        }
    }

    /// <summary>All keys and sessions, as fresh as can be.</summary>
    private static async Task<string> StateAsync(NodeProcess node)
    {
        ConsulAnswer? keys = null, sessions = null;
        await Wait.UntilAsync(async () =>
        {
            keys = await node.TryAsync(HttpMethod.Get, "kv/?recurse&consistent");
            sessions = await node.TryAsync(HttpMethod.Get, "session/list?consistent");
            return keys is not null && sessions is not null;
        }, "an answer", Patience);
        var state = new StringBuilder(sessions!.Body);
        using var json = JsonDocument.Parse(keys!.Body);
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            var value = entry.GetProperty("Value").GetString() ?? "";
            state.Append(CultureInfo.InvariantCulture, $"\n{entry.GetProperty("Key")} {entry.GetProperty("ModifyIndex")} {Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(value)), 0, 4)}");
        }
        return state.ToString();
    }
}
