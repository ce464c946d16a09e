using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Nodes;

/// <summary>What an operator sees when a node meets a data folder that it must not touch: it ends, and says which file and why.</summary>
public sealed class DataFolderTests
{
    [Fact]
    public async Task Stop_BySignal_EndsWithZeroAndKeepsAll()
    {
        await using var node = await NodeProcess.StartNewAsync();
        using var client = new HttpConfigClient(node);
        await client.PublishAsync("stopped", "kept");
        Assert.Equal(0, await node.StopAsync());

        await node.StartAsync();
        Assert.Equal("kept", (await client.FindAsync("stopped"))?.Content);
    }

    [Fact]
    public async Task Start_OnAFolderInUse_IsRefused()
    {
        await using var holder = await NodeProcess.StartNewAsync();
        await AssertRefusedAsync(holder.DataFolder, holder.DataFolder);

        using var client = new HttpConfigClient(holder);
        await client.PublishAsync("in.use", "still served");
        Assert.Equal("still served", (await client.FindAsync("in.use"))?.Content);
    }

    [Fact]
    public async Task Start_OnANewerFormat_IsRefusedAndChangesNothing()
    {
        await using var stopped = await StoppedNodeAsync();
        var format = Path.Combine(stopped.DataFolder, "format");
        var newer = (await File.ReadAllTextAsync(format)).Replace("1", "9999", StringComparison.Ordinal);
        await File.WriteAllTextAsync(format, newer);

        await AssertRefusedAsync(stopped.DataFolder, format);
        Assert.Equal(newer, await File.ReadAllTextAsync(format));
    }

    [Fact]
    public async Task Start_OnADamagedState_IsRefused()
    {
        await using var stopped = await StoppedNodeAsync();
        var state = Directory.EnumerateFiles(Path.Combine(stopped.DataFolder, "state"), "*.db").Single();
        await File.WriteAllBytesAsync(state, [.. Enumerable.Repeat((byte)'x', 8192)]);

        await AssertRefusedAsync(stopped.DataFolder, state);
    }

    private static async Task<NodeProcess> StoppedNodeAsync()
    {
        var node = await NodeProcess.StartNewAsync();
        using var client = new HttpConfigClient(node);
        await client.PublishAsync("before", "content");
        await node.StopAsync();
        return node;
    }

    private static async Task AssertRefusedAsync(string folder, string named)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => NodeProcess.StartNewAsync(new NodeSettings { DataFolder = folder }));
        Assert.Contains("before it was ready", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refusal.Message, StringComparison.Ordinal);
    }
}
