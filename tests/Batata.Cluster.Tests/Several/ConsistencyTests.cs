using System.Globalization;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>What Consul's modes of reads promise, on every node: with a leader, without one, and while the next one is looked for.</summary>
[Collection(SeveralNodes.Name)]
public sealed class ConsistencyTests
{
    private static readonly TimeSpan FailOver = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task EveryNode_AnswersInEveryMode_AndSaysSo()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var leader = await cluster.LeaderAsync();
        for (var i = 0; i < 30; i++)
        {
            await cluster[i % 3].PutAsync("kv/seen", $"{i}");
            foreach (var how in (string[])["", "&consistent", "&leader"]) Assert.Equal($"{i}", (await cluster[(i + 1) % 3].ReadAsync($"kv/seen?raw{how}")).Body); // at once
        }
        foreach (var node in cluster.Nodes)
        {
            foreach (var (how, mode) in (IEnumerable<(string, string)>)[("", "leader"), ("?stale", "stale"), ("?consistent", "consistent"), ("?max_stale=1h", "stale")])
            {
                var read = await node.ReadAsync("catalog/nodes" + how);
                Assert.Equal((200, true, mode), (read.Status, read.KnownLeader, read.Headers["X-Consul-Effective-Consistency"]));
                if (node == leader) Assert.Equal(0, read.LastContactMs);
                else Assert.InRange(read.LastContactMs, 0, 30_000);
                var key = await node.ReadAsync("kv/seen" + how);
                Assert.Equal((200, true), (key.Status, key.KnownLeader));
                Assert.False(key.Headers.ContainsKey("X-Consul-Effective-Consistency"));
            }
            await Wait.UntilAsync(async () => (await node.ReadAsync("kv/seen?raw&stale")).Body == "29", "the last write");
        }
    }

    [Fact]
    public async Task WithoutAMajority_OnlyStaleIsAnswered()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        await cluster[0].PutAsync("kv/a", "1");
        var left = await cluster.FollowerAsync();
        await Wait.UntilAsync(async () => (await left.ReadAsync("kv/a?raw&stale")).Body == "1", "the write on the node that is left");
        foreach (var other in cluster.Nodes.Where(node => node != left)) await other.KillAsync();
        await Wait.UntilAsync(async () => !(await left.ReadAsync("kv/a?stale")).KnownLeader, "the node to know of no leader", FailOver);
        var before = (await left.ReadAsync("kv/a?raw&stale")).LastContactMs;
        await Wait.UntilAsync(async () =>
        {
            var stale = await left.ReadAsync("kv/a?raw&stale");
            Assert.Equal((200, "1", false), (stale.Status, stale.Body, stale.KnownLeader));
            return stale.LastContactMs > before + 500;
        }, "the last contact to grow older");
        var refused = await Task.WhenAll(
            left.ReadAsync("kv/a"), left.ReadAsync("kv/a?consistent"), left.ReadAsync("kv/a?max_stale=10ms"), left.ReadAsync("session/list"),
            left.SendAsync(HttpMethod.Put, "txn", """[{"KV":{"Verb":"get","Key":"a"}}]"""u8.ToArray()), left.SendAsync(HttpMethod.Put, "kv/a", "2"u8.ToArray()));
        Assert.All(refused, static one => Assert.Equal((500, "No cluster leader"), (one.Status, one.Body)));
        Assert.Equal("1", (await left.ReadAsync("kv/a?raw&max_stale=1h")).Body);
    }

    [Fact]
    public async Task FailOver_ServesNothingOld_AndForgetsNobodyWhoWaits()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var leader = await cluster.LeaderAsync();
        var others = cluster.Nodes.Where(node => node != leader).ToList();
        await others[0].PutAsync("kv/waited/for", "before");
        var waiting = new List<Task<ConsulAnswer>>();
        foreach (var node in others)
        {
            var index = (await node.ReadAsync("kv/waited/for")).Index;
            waiting.Add(node.ReadAsync($"kv/waited/for?raw&index={index}&wait=50s"));
            waiting.Add(node.ReadAsync($"kv/waited/?recurse&index={index}&wait=50s"));
        }
        var acknowledged = 0;
        using var over = new CancellationTokenSource();
        var readers = others.Select(node => ReadAsync(node, () => Volatile.Read(ref acknowledged), over.Token)).ToList();
        for (var i = 1; i <= 30; i++)
        {
            await others[i % 2].PutAsync("kv/counter", $"{i}");
            Volatile.Write(ref acknowledged, i);
        }
        await leader.KillAsync();
        await Wait.UntilAsync(async () => await others[0].TryAsync(HttpMethod.Put, "kv/again") is not null, "another leader", FailOver);
        Assert.All(waiting, static one => Assert.False(one.IsCompleted));
        await others[1].PutAsync("kv/waited/for", "after");
        foreach (var one in waiting) Assert.Contains((await one).Body, (string[])["after", (await others[0].ReadAsync("kv/waited/?recurse")).Body]);
        await over.CancelAsync();
        Assert.True((await Task.WhenAll(readers)).Sum() > 30);
    }

    /// <returns>How often it was answered.</returns>
    private static async Task<int> ReadAsync(NodeProcess node, Func<int> acknowledged, CancellationToken over)
    {
        var answered = 0;
        while (!over.IsCancellationRequested)
        {
            var least = acknowledged();
            if (await node.TryAsync(HttpMethod.Get, "kv/counter?raw") is not { } read) continue;
            Assert.True(int.Parse(read.Body, CultureInfo.InvariantCulture) >= least, $"{read.Body} was read after {least} was acknowledged");
            answered++;
        }
        return answered;
    }
}
