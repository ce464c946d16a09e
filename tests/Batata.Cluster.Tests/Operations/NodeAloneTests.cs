using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Operations;

/// <summary>A node alone has no port for operators: they come through its data folder.</summary>
public sealed class NodeAloneTests
{
    [Fact]
    public async Task Status_TellsOfTheNode_AndSnapshotOfItsLog()
    {
        await using var node = await NodeProcess.StartNewAsync();
        using var client = new HttpConfigClient(node);
        for (var i = 0; i < 5; i++) await client.PublishAsync($"config-{i}", "content");

        var status = (await BatataCommand.OnAsync(node, "cluster", "status", "--json")).Ended(0).Json();
        Assert.True(status.GetProperty("ready").GetBoolean());
        Assert.False(status.GetProperty("inCluster").GetBoolean());
        var index = status.GetProperty("appliedIndex").GetInt64();
        Assert.InRange(index, 5, 100);
        Assert.Equal(node.DataFolder, status.GetProperty("dataPath").GetString());
        Assert.Equal("leader", Assert.Single(status.GetProperty("members").EnumerateArray()).GetProperty("role").GetString());

        var first = (await BatataCommand.OnAsync(node, "cluster", "snapshot", "--json")).Ended(0).Json();
        var again = (await BatataCommand.OnAsync(node, "cluster", "snapshot", "--json")).Ended(0).Json();
        Assert.InRange(first.GetProperty("index").GetInt64(), index, index + 10); // a start may write of its own
        index = first.GetProperty("index").GetInt64();
        Assert.True(first.GetProperty("isNew").GetBoolean());
        Assert.Equal((index, false), (again.GetProperty("index").GetInt64(), again.GetProperty("isNew").GetBoolean()));
        Assert.Single(Directory.GetFiles(Path.Combine(node.DataFolder, "snapshots"), $"{index}-*.snapshot"));

        // A start later nothing was applied since, so that the term of the entry has to be looked up.
        await client.PublishAsync("config-0", "changed");
        await node.StopAsync();
        await node.StartAsync();
        var later = (await BatataCommand.OnAsync(node, "cluster", "snapshot", "--json")).Ended(0).Json();
        Assert.InRange(later.GetProperty("index").GetInt64(), index + 1, index + 10); // a start may write of its own
        await node.KillAsync();
        await node.StartAsync();
        Assert.Equal("changed", (await client.FindAsync("config-0"))?.Content);
    }

    [Fact]
    public async Task Command_WithoutANode_EndsWith3_AndSaysWhere()
    {
        await using var node = await NodeProcess.StartNewAsync();
        var socket = Path.Combine(node.DataFolder, "admin.sock");
        await Wait.UntilAsync(() => File.Exists(socket), "the socket for operators");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));

        await node.KillAsync();
        var killed = (await BatataCommand.OnAsync(node, "cluster", "status")).Ended(3);
        await node.StartAsync();
        (await BatataCommand.OnAsync(node, "cluster", "status")).Ended(0);
        await node.StopAsync();
        var stopped = (await BatataCommand.OnAsync(node, "cluster", "status")).Ended(3);

        Assert.All([killed, stopped], run => Assert.Contains(node.DataFolder, run.Errors, StringComparison.Ordinal));
        Assert.All([killed, stopped], static run => Assert.Empty(run.Output));
    }

    [Fact]
    public async Task SecondProcess_OnTheSameFolder_LeavesTheFirstReachable()
    {
        await using var node = await NodeProcess.StartNewAsync();
        await using var second = NodeProcess.Prepare(new NodeSettings { DataFolder = node.DataFolder });

        await Assert.ThrowsAsync<InvalidOperationException>(() => second.StartAsync());

        (await BatataCommand.OnAsync(node, "cluster", "status")).Ended(0);
        Assert.Single(Directory.GetFiles(node.DataFolder, "*.sock"));
    }
}
