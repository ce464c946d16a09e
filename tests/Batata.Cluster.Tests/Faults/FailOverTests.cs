using System.Diagnostics;
using Batata.Cluster.Tests.Several;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Faults;

/// <summary>How long nobody can write when the leader dies.</summary>
[Collection(SeveralNodes.Name)]
public sealed class FailOverTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task LeaderKilled_AWriteIsAnsweredAgain_InTwoSeconds()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var took = new List<TimeSpan>();
        for (var i = 0; i < Kills; i++)
        {
            foreach (var node in cluster.Nodes) await WriteAsync(node, $"before {i}"); // all are in
            var leader = await cluster.LeaderAsync();
            var survivors = cluster.Nodes.Where(node => node != leader).ToList();
            await leader.KillAsync();
            took.Add(await WriteAsync(survivors[i % survivors.Count], $"after {i}"));
            await cluster.StartAllAsync();
        }

        took.Sort();
        var median = took[took.Count / 2];
        output.WriteLine($"a write was answered again {median.TotalSeconds:F2} s after kill -9 of the leader (median of {took.Count}; {took[0].TotalSeconds:F2} to {took[^1].TotalSeconds:F2} s)");
        Assert.True(median <= Limit, $"{median} is more than {Limit}");
    }

    /// <summary>As a client does that hears an error: once more.</summary>
    private static async Task<TimeSpan> WriteAsync(NodeProcess node, string content)
    {
        var watch = Stopwatch.StartNew();
        using var client = new HttpConfigClient(node);
        while (watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            try
            {
                await client.PublishAsync("again", content);
                return watch.Elapsed;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(10); // the pace of a client that tries again
            }
        }
        throw new TimeoutException($"No write on {node.Address} for {watch.Elapsed}:\n{node.Log}");
    }
}
