using Batata.Testing.Nacos;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Durability;

/// <summary>An acknowledged publish has reached the disk, not only the page cache; and writers at the same time share the cost of it.</summary>
public sealed class SyncPerPublishTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Publish_ByASingleWriter_IsSyncedBeforeItIsAcknowledged()
    {
        await using var counter = await SyncCounter.StartAsync();
        using var client = new HttpConfigClient(counter.Node);
        for (var i = 0; i < 40; i++)
        {
            var before = counter.Count();
            await client.PublishAsync($"sync.{i % 4}", $"content {i}");
            Assert.True(counter.Count() > before, $"publish {i} was acknowledged without a sync");
        }

        var unsynced = counter.Count();
        for (var i = 0; i < 40; i++)
            await client.FindAsync("sync.0");
        Assert.Equal(unsynced, counter.Count());
    }

    [Fact]
    public async Task Publish_ByManyWriters_SharesSyncs()
    {
        await using var counter = await SyncCounter.StartAsync();
        using var client = new HttpConfigClient(counter.Node);
        await client.PublishAsync("group.warm", "up");

        var alone = await SyncsPerPublishAsync(counter, client, writers: 1, each: 64);
        var together = await SyncsPerPublishAsync(counter, client, writers: 64, each: 8);
        output.WriteLine($"syncs for a publish: {alone:f2} by one writer, {together:f2} by 64");
        Assert.InRange(together, 0.001, alone * 0.6);
    }

    private static async Task<double> SyncsPerPublishAsync(SyncCounter counter, HttpConfigClient client, int writers, int each)
    {
        var before = counter.Count();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async w =>
        {
            for (var i = 0; i < each; i++)
                await client.PublishAsync($"group.{w}", $"content {i} of {writers}");
        }));
        return (counter.Count() - before) / (double)(writers * each);
    }
}
