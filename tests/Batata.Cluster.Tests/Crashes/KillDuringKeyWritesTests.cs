using System.Collections.Concurrent;
using System.Globalization;
using Batata.Testing.Consul;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// As <see cref="KillDuringPublishTests"/>, for Consul's KV store: what was acknowledged is there with the indexes that it had, and no index is given twice. 12 rounds;
/// 100 with <c>BATATA_LONG=1</c>, <c>BATATA_SEED=…</c> repeats the choices of one that failed.
/// </summary>
public sealed class KillDuringKeyWritesTests(ITestOutputHelper output)
{
    private const int Writers = 8;
    private const int KeysOfAWriter = 5;

    [Fact]
    public async Task Kill_AtRandomMoments_LosesNoWriteAndNoIndex()
    {
        var rounds = Environment.GetEnvironmentVariable("BATATA_LONG") == "1" ? 100 : 12;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BATATA_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var highest = new HighestIndex();
        var pairs = Enumerable.Range(0, Writers * KeysOfAWriter).Select(i => new TrackedPair($"crash/{i}", highest)).ToList();

        // Many snapshots, so that kills hit those as well.
        await using var node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = new Dictionary<string, string> { ["batata.raft.snapshot-entries"] = "1000" } });
        for (var round = 1; round <= rounds; round++)
        {
            var problems = new ConcurrentQueue<string>();
            using (var client = new KeyClient(node))
            {
                var writers = pairs.Chunk(KeysOfAWriter).Select(mine => WriteAsync(client, mine, new Random(random.Next()), problems)).ToList();
                await Task.Delay(random.Next(5, 600)); // the moment of the kill is the experiment, not a wait for something
                await node.KillAsync();
                await Task.WhenAll(writers);
            }
            await node.StartAsync();
            using (var client = new KeyClient(node))
            {
                foreach (var problem in await Task.WhenAll(pairs.Select(async pair => pair.Settle((await client.FindAsync(pair.Key)).Pair)))) if (problem is not null) problems.Enqueue(problem);
            }
            if (!problems.IsEmpty) Assert.Fail($"round {round}, seed {seed}:\n{string.Join('\n', problems)}\n\n{node.Log}");
        }

        var acknowledged = pairs.Sum(static pair => pair.Acknowledgements);
        output.WriteLine($"{acknowledged} acknowledged writes in {rounds} rounds, the highest index is {highest.Value}");
        Assert.True(acknowledged > rounds * 4, $"only {acknowledged} writes were acknowledged: the kills hit an idle server");
    }

    // Until the connection breaks: its last write is the one whose outcome nobody knows.
    private static async Task WriteAsync(KeyClient client, TrackedPair[] mine, Random random, ConcurrentQueue<string> problems)
    {
        try
        {
            while (true)
            {
                if (await mine[random.Next(mine.Length)].WriteNextAsync(client, random) is { } problem) problems.Enqueue(problem);
            }
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
        }
    }
}
