using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Operations;

[Collection(SeveralNodes.Name)]
public sealed class ThreeNodeTests
{
    [Fact]
    public async Task Status_OfEachNode_NamesTheLeaderAndTheOthers()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var leader = await cluster.LeaderAsync();
        using (var client = new HttpConfigClient(cluster[1])) await client.PublishAsync("config", "content");

        foreach (var node in cluster.Nodes)
        {
            var here = (await BatataCommand.OnAsync(node, "cluster", "status", "--json")).Ended(0).Json();
            Assert.Equal(node == leader ? "leader" : "follower", here.GetProperty("role").GetString());
            var there = (await BatataCommand.ToAsync(node, ClusterNodes.Secret, "cluster", "status", "--json")).Ended(0).Json();
            Assert.Equal($"127.0.0.1:{leader.Ports.Main}", there.GetProperty("leader").GetString());
            Assert.Equal(3, there.GetProperty("members").GetArrayLength());
            Assert.All(there.GetProperty("members").EnumerateArray(), static member => Assert.Equal("UP", member.GetProperty("condition").GetString()));
        }
    }

    [Fact]
    public async Task Members_WithOneDown_EndsWith4_AndSaysWhich()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var down = await cluster.FollowerAsync();
        await down.KillAsync();
        var other = cluster.Running.First();

        await Wait.UntilAsync(
            async () => (await BatataCommand.OnAsync(other, "cluster", "members", "--json")).Json().EnumerateArray()
                .Any(member => member.GetProperty("condition").GetString() == "DOWN" && member.GetProperty("address").GetString() == $"127.0.0.1:{down.Ports.Main}"),
            "the killed node told as down");
        (await BatataCommand.OnAsync(other, "cluster", "members")).Ended(4);
        var asked = (await BatataCommand.ToAsync(down, ClusterNodes.Secret, "cluster", "status")).Ended(3);
        Assert.Contains("cannot be reached", asked.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithAnotherSecret_EndsWith3_AndSaysSo()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();

        var refused = (await BatataCommand.ToAsync(cluster[0], "not the secret of this cluster", "cluster", "status")).Ended(3);

        Assert.Contains("same cluster secret", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }
}
