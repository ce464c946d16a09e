using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Operations;

[Collection(SeveralNodes.Name)]
public sealed class LeaderTransferTests
{
    [Fact]
    public async Task Transfer_DuringWrites_FailsNone_AndTheNamedOneLeads()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        using var stop = new CancellationTokenSource();
        var writers = cluster.Nodes.Select((node, i) => WriteAsync(node, $"writer-{i}", stop.Token)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var before = await LeaderAsync(cluster[0]);
            var chosen = cluster.Nodes.First(node => AddressOf(node) != before);
            var asked = cluster.Nodes.Last(node => node != chosen);

            var changed = (await BatataCommand.OnAsync(asked, "cluster", "leader", "transfer", "--to", AddressOf(chosen), "--json")).Ended(0).Json();

            Assert.Equal((AddressOf(chosen), before), (changed.GetProperty("leader").GetString(), changed.GetProperty("before").GetString()));
            await Wait.UntilAsync(async () => await LeaderAsync(cluster[0]) == AddressOf(chosen), "the leader told by another node");
        }
        await stop.CancelAsync();
        var written = await Task.WhenAll(writers); // a failed publish fails the test

        Assert.All(written, static count => Assert.True(count > 0));
        for (var i = 0; i < written.Length; i++)
        {
            foreach (var node in cluster.Nodes)
            {
                using var client = new HttpConfigClient(node);
                var (name, last) = ($"writer-{i}", $"{written[i]}");
                await Wait.UntilAsync(async () => (await client.FindAsync(name))?.Content == last, $"{name} is {last} on {node.Ports.Main}");
            }
        }
    }

    [Fact]
    public async Task Transfer_ThatCannotBe_ChangesNothing_AndSaysWhy()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var leader = await cluster.LeaderAsync();
        var down = await cluster.FollowerAsync();

        var same = (await BatataCommand.OnAsync(leader, "cluster", "leader", "transfer", "--to", AddressOf(leader))).Ended(1);
        var unknown = (await BatataCommand.OnAsync(down, "cluster", "leader", "transfer", "--to", "127.0.0.1:1234")).Ended(1);
        await down.KillAsync();
        var gone = (await BatataCommand.OnAsync(leader, "cluster", "leader", "transfer", "--to", AddressOf(down))).Ended(1);

        Assert.Contains("leads already", same.Errors, StringComparison.Ordinal);
        Assert.Contains("is no member", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("is not up", gone.Errors, StringComparison.Ordinal);
        Assert.Equal(AddressOf(leader), await LeaderAsync(leader));
    }

    [Fact]
    public async Task Transfer_OfANodeAlone_IsRefused()
    {
        await using var node = await NodeProcess.StartNewAsync();

        var refused = (await BatataCommand.OnAsync(node, "cluster", "leader", "transfer")).Ended(1);

        Assert.Contains("alone", refused.Errors, StringComparison.Ordinal);
    }

    private static async Task<int> WriteAsync(NodeProcess node, string name, CancellationToken stopped)
    {
        using var client = new HttpConfigClient(node);
        var count = 0;
        while (!stopped.IsCancellationRequested) await client.PublishAsync(name, $"{++count}", cancellationToken: CancellationToken.None);
        return count;
    }

    private static async Task<string?> LeaderAsync(NodeProcess node) => (await BatataCommand.OnAsync(node, "cluster", "status", "--json")).Json().GetProperty("leader").GetString();

    private static string AddressOf(NodeProcess node) => $"127.0.0.1:{node.Ports.Main}";
}
