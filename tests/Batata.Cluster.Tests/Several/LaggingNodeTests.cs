using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Batata.Cluster.Tests.Operations;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Several;

/// <summary>While a node is away the others write on and forget the log that it would need: it gets a snapshot, under the same load, and nobody else notices.</summary>
[Collection(SeveralNodes.Name)]
public sealed class LaggingNodeTests(ITestOutputHelper output)
{
    /// <summary>DotNext's log keeps the places of so many entries in a file that is named by its number.</summary>
    private const int EntriesOfAPage = 64;

    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CompactionPatience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task NodeKilled_UntilItsLogIsForgotten_ComesBackUnderLoad() => PlayAsync(
        static node => node.KillAsync(),
        static (node, _) => node.StartAsync()); // ready means caught up: what was acknowledged before is there at once

    [Fact]
    public Task NodePaused_UntilItsLogIsForgotten_ComesBackUnderLoad() => PlayAsync(
        static node =>
        {
            node.Pause();
            return Task.CompletedTask;
        },
        static async (node, before) =>
        {
            node.Resume();
            await Wait.UntilAsync(() => HoldsAsync(node, before), "the paused node to catch up", BackLimit);
            await node.WaitReadyAsync();
        });

    private async Task PlayAsync(Func<NodeProcess, Task> leave, Func<NodeProcess, IReadOnlyDictionary<string, (int Number, string Md5)>, Task> returnAsync)
    {
        await using var cluster = await ClusterNodes.StartNewAsync(new Dictionary<string, string> { ["batata.raft.snapshot-entries"] = "1000" });
        var late = await cluster.FollowerAsync();
        var others = cluster.Nodes.Where(node => node != late).ToList();
        await using var writers = new SteadyWriters(others);
        writers.Start();
        await Wait.UntilAsync(() => writers.Total > 50, "some writes with all three");
        await leave(late);
        var had = (await StatusAsync(await LeaderOfAsync(cluster, others))).GetProperty("lastIndex").GetInt64(); // the node that left has no more than this
        await Wait.UntilAsync(() => others.TrueForAll(node => FirstIndexOf(node) > had), $"both to forget entry {had}", CompactionPatience);

        var (before, total, watch) = (writers.Acknowledged, writers.Total, Stopwatch.StartNew());
        await returnAsync(late, before);
        var took = watch.Elapsed;
        Assert.True(await HoldsAsync(late, before), $"ready, but without acknowledged writes\n{cluster.Logs()}");
        var during = writers.Total - total;
        await Wait.UntilAsync(() => writers.Total > total + during + 100, "writes with all three again");
        await writers.StopAsync();

        output.WriteLine($"{writers.Total} writes, {during} of them in the {took.TotalSeconds:F1} s that it took to come back from entry {had}; the others' logs begin at {string.Join(" and ", others.Select(FirstIndexOf))}");
        Assert.True(writers.Failures.IsEmpty, $"{writers.Failures.Count} failed writes: {string.Join("; ", writers.Failures.Take(5))}\n{cluster.Logs()}");
        Assert.True(took < BackLimit, $"{took}");
        Assert.True(during > 0, "nothing was written while it came back");
        Assert.Contains(".snapshot installed", late.Log.ToString(), StringComparison.Ordinal);
        foreach (var node in others) Assert.True((await StatusAsync(node)).GetProperty("snapshot").GetProperty("index").GetInt64() > had, "the log is shorter than a snapshot allows");
        foreach (var node in cluster.Nodes) await Wait.UntilAsync(() => HoldsExactlyAsync(node, writers.Acknowledged), $"every acknowledged write on {node.Address}");
        var status = await StatusAsync(late);
        Assert.True(status.GetProperty("ready").GetBoolean(), status.ToString());
        Assert.True(status.GetProperty("appliedIndex").GetInt64() > had, status.ToString());
    }

    private static async Task<NodeProcess> LeaderOfAsync(ClusterNodes cluster, List<NodeProcess> others)
    {
        var leader = await cluster.LeaderAsync();
        Assert.Contains(leader, others);
        return leader;
    }

    private static async Task<JsonElement> StatusAsync(NodeProcess node) => (await BatataCommand.OnAsync(node, "cluster", "status", "--json")).Ended(0).Json();

    private static long FirstIndexOf(NodeProcess node) =>
        Directory.EnumerateFiles(Path.Combine(node.DataFolder, "log", "metadata")).Min(static file => long.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture)) * EntriesOfAPage;

    /// <summary>These writes or later ones.</summary>
    private static async Task<bool> HoldsAsync(NodeProcess node, IReadOnlyDictionary<string, (int Number, string Md5)> acknowledged)
    {
        using var client = new HttpConfigClient(node);
        foreach (var (dataId, (number, md5)) in acknowledged)
        {
            if (await client.FindAsync(dataId) is not { } read || SteadyWriters.NumberIn(read) < number) return false;
            Assert.Equal(SteadyWriters.Md5(read.Content), read.Md5);
            if (SteadyWriters.NumberIn(read) == number) Assert.Equal(md5, read.Md5);
        }
        return true;
    }

    private static async Task<bool> HoldsExactlyAsync(NodeProcess node, IReadOnlyDictionary<string, (int Number, string Md5)> acknowledged)
    {
        using var client = new HttpConfigClient(node);
        foreach (var (dataId, (_, md5)) in acknowledged)
        {
            if (await client.FindAsync(dataId) is not { } read || read.Md5 != md5 || SteadyWriters.Md5(read.Content) != md5) return false;
        }
        return true;
    }
}
