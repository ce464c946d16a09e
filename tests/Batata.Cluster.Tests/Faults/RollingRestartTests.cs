using Batata.Cluster.Tests.Crashes;
using Batata.Cluster.Tests.Faults.Load;
using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Faults;

/// <summary>All three are restarted, one after the other, and the clients do not notice.</summary>
[Collection(SeveralNodes.Name)]
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const string Read = "read";

    [Fact]
    public async Task RestartOfAllInTurn_FailsNoReadAndLosesNoInstance()
    {
        var random = new Random(5);
        await using var cluster = await ClusterNodes.StartNewAsync();
        using (var client = new HttpConfigClient(cluster[0])) await client.PublishAsync(Read, "there");
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            await Wait.UntilAsync(async () => await client.FindAsync(Read) is not null, $"the config on {node.Address}");
        }
        var keys = Enumerable.Range(0, 3 * ConfigWriters.KeysOfAWriter).Select(static i => new TrackedKey($"rolling.{i}")).ToList();
        using var writers = new ConfigWriters(cluster, keys, random);
        using var readers = new Readers(cluster, Read, random);
        await using var naming = new NamingClients(cluster, "rolling", random);
        await naming.StartAsync();
        using var instances = new InstanceWatch(cluster, "rolling", naming, random);
        var load = (ILoad[])[readers, instances, writers, naming];
        try
        {
            foreach (var one in load.SkipLast(1)) await one.StartAsync();
            foreach (var node in cluster.Nodes)
            {
                Assert.Equal(0, await node.StopAsync());
                await node.StartAsync();
            }
            var looks = instances.Looks;
            await Wait.UntilAsync(() => instances.Looks > looks + 6, "looks at all nodes after the restarts");
        }
        finally
        {
            await Task.WhenAll(load.Select(static one => one.StopAsync()));
        }

        output.WriteLine($"{readers.Reads} reads, {readers.PassedOn} times passed on to the next node; {keys.Sum(static key => key.Acknowledgements)} acknowledged writes, {writers.Unknown} without an answer");
        output.WriteLine($"longest absence: {instances.AtHome} at home; {instances.Anywhere} anywhere; {instances.Looks} looks");
        Assert.True(readers.Failures.IsEmpty, $"{readers.Failures.Count} failed reads: {string.Join("; ", readers.Failures.Distinct().Take(10))}\n{cluster.Logs()}");
        Assert.Equal(Absence.None, instances.Anywhere);
    }
}
