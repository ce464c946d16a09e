using System.Collections.Concurrent;
using System.Globalization;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// Kills the server with SIGKILL at random moments, also while it starts, and checks it against a model: what was acknowledged is there, what was not is
/// there whole or not at all. 20 rounds; 200 with <c>BATATA_LONG=1</c>. A failure prints its seed: <c>BATATA_SEED=…</c> repeats its choices.
/// </summary>
public sealed class KillDuringPublishTests(ITestOutputHelper output)
{
    private const int Writers = 12;
    private const int KeysPerWriter = 6;

    [Fact]
    public async Task Kill_AtRandomMoments_LosesNothingThatWasAcknowledged()
    {
        var rounds = Environment.GetEnvironmentVariable("BATATA_LONG") == "1" ? 200 : 20;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BATATA_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var keys = Enumerable.Range(0, Writers * KeysPerWriter).Select(static i => new TrackedKey($"crash.{i}")).ToList();

        // Many snapshots, so that kills hit those as well.
        var properties = new Dictionary<string, string> { ["batata.raft.snapshot-entries"] = "1000" };
        await using var node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = properties });
        for (var round = 1; round <= rounds; round++)
        {
            await PublishUntilKilledAsync(node, keys, random, round);
            if (random.Next(4) == 0)
                await KillWhileStartingAsync(node, random);
            await node.StartAsync();
            AssertNothing(await SettleAsync(node, keys), round, seed, node);
        }

        var acknowledged = keys.Sum(static k => k.Acknowledgements);
        output.WriteLine($"{acknowledged} acknowledged writes in {rounds} rounds");
        Assert.True(acknowledged > rounds * 4, $"only {acknowledged} writes were acknowledged: the kills hit an idle server");

        async Task PublishUntilKilledAsync(NodeProcess alive, List<TrackedKey> all, Random choices, int number)
        {
            using var client = new HttpConfigClient(alive);
            using var end = new CancellationTokenSource();
            var wrong = new ConcurrentQueue<string>();
            var writers = all.Chunk(KeysPerWriter).Select(mine => WriteAsync(client, mine, new Random(choices.Next()))).ToList();
            var reader = ReadAsync(client, all, new Random(choices.Next()), wrong, end.Token);

            await Task.Delay(choices.Next(5, 600)); // the moment of the kill is the experiment, not a wait for something
            await alive.KillAsync();
            await Task.WhenAll(writers);
            await end.CancelAsync();
            await reader;
            AssertNothing(wrong, number, seed, alive);
        }
    }

    // Until the connection breaks: its last write is the one whose outcome nobody knows.
    private static async Task WriteAsync(HttpConfigClient client, TrackedKey[] mine, Random random)
    {
        try
        {
            while (true)
                await mine[random.Next(mine.Length)].WriteNextAsync(client, random, CancellationToken.None);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
        }
    }

    private static async Task ReadAsync(HttpConfigClient client, List<TrackedKey> keys, Random random, ConcurrentQueue<string> wrong, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var key = keys[random.Next(keys.Count)];
            var before = key.Acknowledged;
            try
            {
                if (key.Judge(await client.FindAsync(key.DataId, end), before) is { } problem)
                    wrong.Enqueue(problem);
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task KillWhileStartingAsync(NodeProcess node, Random random)
    {
        node.Launch();
        await Task.Delay(random.Next(50, 900));
        await node.KillAsync();
    }

    // The first reads after readiness: nothing stale may be among them.
    private static async Task<IEnumerable<string>> SettleAsync(NodeProcess node, List<TrackedKey> keys)
    {
        using var client = new HttpConfigClient(node);
        var problems = await Task.WhenAll(keys.Select(async key => key.Settle(await client.FindAsync(key.DataId))));
        return problems.OfType<string>();
    }

    private static void AssertNothing(IEnumerable<string> problems, int round, int seed, NodeProcess node)
    {
        if (problems.ToList() is { Count: > 0 } all)
            Assert.Fail($"round {round}, seed {seed}:\n{string.Join('\n', all)}\n\n{node.Log}");
    }
}
