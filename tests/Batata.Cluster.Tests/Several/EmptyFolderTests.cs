using System.Buffers.Binary;
using System.Net;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>A node that lost its data is another node: docs/adr/0012-members-by-id.md.</summary>
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
        await Wait.UntilAsync(() => second.Log.ToString().Contains("waits to be taken in by the leader", StringComparison.Ordinal), "the empty one to see that it is no founder");
        using (var client = new HttpConfigClient(late))
        {
            // Five seconds without a leader: several elections could have been begun.
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.PublishAsync("other", "x"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        // An election that cannot be won is not even begun. Each would put off the one node that could win, once it is back.
        Assert.Equal(term, TermOf(late));
        first.Launch();
        foreach (var node in cluster.Nodes) await node.WaitReadyAsync();
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            Assert.Equal("by two of three", (await client.FindAsync("kept"))?.Content); // at once: ready means caught up
        }

        // The new one counts from now on, and the old one no more.
        await Wait.UntilAsync(() => cluster.Logs().Contains("Add is done", StringComparison.Ordinal), "the new one to be taken in");
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
        Assert.Contains("Members: Remove is done", cluster.Logs(), StringComparison.Ordinal);
        Assert.Contains("Members: Add is done", cluster.Logs(), StringComparison.Ordinal);

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
