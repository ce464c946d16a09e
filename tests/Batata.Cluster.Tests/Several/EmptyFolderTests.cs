using System.Buffers.Binary;
using System.Net;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>
/// A node that lost its data: docs/adr/0010-who-may-vote.md. That all go on once the third node is back is part of <c>BATATA_LONG=1</c>: rarely
/// the elections that nobody can win keep the one that could from beginning its own (docs/operations.md, what does not work yet).
/// </summary>
[Collection(SeveralNodes.Name)]
public sealed class EmptyFolderTests
{
    [Fact]
    public async Task Node_WithoutItsData_DoesNotHelpAnotherThatLacksAWriteToLead()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var (first, second, late) = (cluster[0], cluster[1], cluster[2]);
        await late.StopAsync();
        using (var client = new HttpConfigClient(first)) await Retry(() => client.PublishAsync("kept", "by two of three"));
        await first.StopAsync();
        await second.StopAsync();
        Directory.Delete(second.DataFolder, recursive: true);

        // The one never had the write, the other has it no more: together they are a majority, and must not be one.
        second.Launch();
        late.Launch();
        var term = TermOf(late);
        await Wait.UntilAsync(() => TermOf(late) >= term + 3, "three elections that were not won", TimeSpan.FromSeconds(30));
        using (var client = new HttpConfigClient(late))
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.PublishAsync("other", "x"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }
        Assert.Contains("waits for a leader to catch up with", second.Log.ToString(), StringComparison.Ordinal);

        if (Environment.GetEnvironmentVariable("BATATA_LONG") != "1") return;
        first.Launch();
        foreach (var node in cluster.Nodes) await node.WaitReadyAsync();
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            Assert.Equal("by two of three", (await client.FindAsync("kept"))?.Content); // at once: ready means caught up
        }

        // The new one counts from now on.
        await late.KillAsync();
        using (var client = new HttpConfigClient(first)) await Retry(() => client.PublishAsync("kept", "by the first and the new one"));
    }

    /// <summary>Each election that a node begins is a new term in its own file.</summary>
    private static long TermOf(NodeProcess node)
    {
        using var file = new FileStream(Path.Combine(node.DataFolder, "log", "state"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(bytes.Length - sizeof(long)));
    }

    [Fact]
    public async Task Node_ThatIsFarBehindOrNew_GetsASnapshot()
    {
        await using var cluster = await ClusterNodes.StartNewAsync(new Dictionary<string, string> { ["batata.raft.snapshot-entries"] = "1000" });
        await cluster[2].StopAsync();
        await FillAsync(cluster[0], cluster[1], 2600);
        await cluster[2].StartAsync();
        await CheckAsync(cluster[2]);
        Assert.Contains("installed", cluster[2].Log.ToString(), StringComparison.Ordinal);

        await cluster[2].KillAsync();
        Directory.Delete(cluster[2].DataFolder, recursive: true);
        await cluster[2].StartAsync();
        await CheckAsync(cluster[2]);
        Assert.Contains("caught up with the cluster", cluster[2].Log.ToString(), StringComparison.Ordinal);

        static async Task CheckAsync(NodeProcess node)
        {
            using var client = new HttpConfigClient(node);
            for (var i = 0; i < 100; i++) Assert.Equal($"{i} of 25", (await client.FindAsync($"fill.{i}"))?.Content);
        }
    }

    /// <summary>One at a time on each of two nodes, so that every write is an entry of its own.</summary>
    private static async Task FillAsync(NodeProcess one, NodeProcess other, int writes)
    {
        await Task.WhenAll(WriteAsync(one, 0), WriteAsync(other, 1));

        async Task WriteAsync(NodeProcess node, int parity)
        {
            using var client = new HttpConfigClient(node);
            for (var i = parity; i < writes; i += 2) await Retry(() => client.PublishAsync($"fill.{i % 100}", $"{i % 100} of {i / 100}"));
        }
    }

    private static Task Retry(Func<Task> write) => Wait.UntilAsync(
        async () =>
        {
            try
            {
                await write();
                return true;
            }
            catch (HttpRequestException)
            {
                return false; // the leader was the one that went
            }
        },
        "a write to be taken");
}
