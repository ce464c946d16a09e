using System.Diagnostics;
using System.Globalization;
using System.Net;
using Batata.Cluster.Tests.Crashes;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Several;

/// <summary>
/// Kills nodes of a cluster with SIGKILL, or pauses the leader with SIGSTOP, while all of them are written to, and checks what they hold against models. 10 rounds; 100 with
/// <c>BATATA_LONG=1</c>. A failure prints its seed: <c>BATATA_SEED=…</c> repeats its choices.
/// </summary>
[Collection(SeveralNodes.Name)]
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int WritersOfANode = 3;
    private const int KeysOfAWriter = 4;
    private const int CasWritersOfANode = 2;
    private const string CasKey = "register";

    private readonly List<double> _failOvers = [];
    private int _values;

    [Fact]
    public async Task Faults_OfLeaderFollowerOrAll_LoseNothingThatWasAcknowledged()
    {
        var rounds = Environment.GetEnvironmentVariable("BATATA_LONG") == "1" ? 100 : 10;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BATATA_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var keys = Enumerable.Range(0, 3 * WritersOfANode * KeysOfAWriter).Select(static i => new TrackedKey($"fault.{i}")).ToList();
        var history = new CasHistory("begin");

        // Many snapshots, so that kills hit those as well and who was away needs one now and then.
        await using var cluster = await ClusterNodes.StartNewAsync(new Dictionary<string, string> { ["batata.raft.snapshot-entries"] = "1000" });
        using (var client = new HttpConfigClient(cluster[0])) await client.PublishAsync(CasKey, "begin");
        for (var round = 1; round <= rounds; round++)
        {
            var fault = (Fault)random.Next(5);
            List<string> problems;
            try
            {
                await LoadUntilAsync(cluster, keys, history, random, () => BreakAsync(cluster, fault, random));
                await cluster.StartAllAsync();
                problems = await SettleAsync(cluster, keys, history);
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException)
            {
                problems = [e.Message];
            }
            if (problems.Count > 0) Assert.Fail($"round {round} ({fault}), seed {seed}:\n{string.Join('\n', problems)}\n\n{cluster.Logs()}");
        }

        var acknowledged = keys.Sum(static key => key.Acknowledgements);
        _failOvers.Sort();
        output.WriteLine($"{acknowledged} acknowledged writes, {history.Acknowledged} acknowledged and {history.Unknown} unknown replacements");
        if (_failOvers.Count > 0) output.WriteLine($"written again after the kill of a leader: median {_failOvers[_failOvers.Count / 2]:F2} s, worst {_failOvers[^1]:F2} s of {_failOvers.Count}");
        Assert.True(acknowledged > rounds * 5 && history.Acknowledged > rounds * 2, "hardly anything was written: the kills hit an idle cluster");
    }

    private enum Fault
    {
        Leader,
        Follower,
        LeaderThenNext,
        All,

        /// <summary>The leader does nothing for some seconds, and then goes on as if it had been a moment.</summary>
        Pause,
    }

    private async Task BreakAsync(ClusterNodes cluster, Fault fault, Random random)
    {
        await Task.Delay(random.Next(100, 900)); // the moment of the kill is the experiment, not a wait for something
        switch (fault)
        {
            case Fault.All:
                await Task.WhenAll(cluster.Nodes.Select(static node => node.KillAsync()));
                break;
            case Fault.Follower:
                await (await cluster.FollowerAsync()).KillAsync();
                await WriteAgainAsync(cluster.Running.First(), "kept writing");
                break;
            case Fault.Pause:
                var paused = await cluster.LeaderAsync();
                paused.Pause();
                try
                {
                    await WriteAgainAsync(cluster.Running.First(node => node != paused), "written while the leader was paused");
                    await Task.Delay(random.Next(0, 3000));
                }
                finally
                {
                    paused.Resume();
                }
                await WriteAgainAsync(paused, "written by who was paused");
                break;
            default:
                var leader = await cluster.LeaderAsync();
                await leader.KillAsync();
                var watch = Stopwatch.StartNew();
                await WriteAgainAsync(cluster.Running.First(), "written again");
                _failOvers.Add(watch.Elapsed.TotalSeconds);
                if (fault == Fault.LeaderThenNext)
                {
                    leader.Launch();
                    await Task.Delay(random.Next(0, 1500));
                    await (await cluster.LeaderAsync()).KillAsync();
                }
                break;
        }
    }

    /// <summary>Tries on a node that lives, as a client does that hears an error, until one write is acknowledged.</summary>
    private static async Task WriteAgainAsync(NodeProcess node, string content)
    {
        using var client = new HttpConfigClient(node);
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await client.PublishAsync("again", content);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "a write on a node that was left");
    }

    private async Task LoadUntilAsync(ClusterNodes cluster, List<TrackedKey> keys, CasHistory history, Random random, Func<Task> fault)
    {
        using var end = new CancellationTokenSource();
        var clients = cluster.Nodes.Select(static node => new HttpConfigClient(node)).ToList();
        var chunks = keys.Chunk(KeysOfAWriter).ToList();
        var load = new List<Task>();
        for (var i = 0; i < chunks.Count; i++) load.Add(WriteAsync(clients[i % clients.Count], chunks[i], new Random(random.Next()), end.Token));
        for (var i = 0; i < clients.Count * CasWritersOfANode; i++) load.Add(ReplaceAsync(clients, i % clients.Count, history, end.Token));
        await fault();
        await end.CancelAsync();
        await Task.WhenAll(load);
        clients.ForEach(static client => client.Dispose());
    }

    /// <summary>Until a write is not acknowledged: that one may or may not have been taken, and the next would hide it.</summary>
    private static async Task WriteAsync(HttpConfigClient client, TrackedKey[] mine, Random random, CancellationToken end)
    {
        try
        {
            while (!end.IsCancellationRequested) await mine[random.Next(mine.Length)].WriteNextAsync(client, random, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
        }
    }

    private async Task ReplaceAsync(List<HttpConfigClient> clients, int at, CasHistory history, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            CasHistory.Change? change = null;
            try
            {
                if (await clients[at].FindAsync(CasKey, CancellationToken.None) is not { } read) continue;
                change = history.Begin(read.Content, $"value {Interlocked.Increment(ref _values)}");
                change.End(await clients[at].TryReplaceAsync(CasKey, read.Md5!, change.To, CancellationToken.None));
            }
            catch (HttpRequestException e)
            {
                if (e.StatusCode == HttpStatusCode.ServiceUnavailable) change?.End(taken: false); // nothing was written, says that
                at = (at + 1) % clients.Count;
                await Task.Delay(10, CancellationToken.None); // a client that tries another node
            }
        }
    }

    /// <summary>The nodes come to hold the same, and it is what the models allow.</summary>
    private static async Task<List<string>> SettleAsync(ClusterNodes cluster, List<TrackedKey> keys, CasHistory history)
    {
        var clients = cluster.Nodes.Select(static node => new HttpConfigClient(node)).ToList();
        // After this write all that could be committed before it is.
        var mark = Guid.NewGuid().ToString();
        await Wait.UntilAsync(() => Succeeds(clients[0].PublishAsync("mark", mark)), "a write after the fault");
        foreach (var client in clients) await Wait.UntilAsync(async () => (await client.FindAsync("mark"))?.Content == mark, "all nodes to be level");
        var problems = new List<string>();
        foreach (var key in keys)
        {
            var reads = await Task.WhenAll(clients.Select(client => client.FindAsync(key.DataId)));
            if (reads.Distinct().Count() > 1) problems.Add($"{key.DataId} differs between the nodes");
            else if (key.Settle(reads[0]) is { } problem) problems.Add(problem);
        }
        var values = await Task.WhenAll(clients.Select(static client => client.FindAsync(CasKey)));
        if (values.Distinct().Count() > 1) problems.Add("the register differs between the nodes");
        problems.AddRange(history.Judge(values[0]?.Content ?? "nothing"));
        clients.ForEach(static client => client.Dispose());
        return problems;
    }

    private static async Task<bool> Succeeds(Task write)
    {
        try
        {
            await write;
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
