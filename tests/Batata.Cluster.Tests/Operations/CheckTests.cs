using Batata.Cluster.Tests.Several;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Microsoft.Data.Sqlite;

namespace Batata.Cluster.Tests.Operations;

[Collection(SeveralNodes.Name)]
public sealed class CheckTests
{
    [Fact]
    public async Task Check_DuringWrites_SeesTheSameEverywhere_AndTellsWhoDiffers()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        using (var stop = new CancellationTokenSource())
        {
            var writers = cluster.Nodes.Select((node, i) => WriteAsync(node, $"w{i}", stop.Token)).ToArray();
            for (var i = 0; i < 3; i++)
            {
                var same = (await BatataCommand.OnAsync(cluster[i], "cluster", "check", "--json")).Ended(0).Json();
                Assert.Equal(3, same.GetProperty("nodes").GetArrayLength());
                Assert.All(same.GetProperty("nodes").EnumerateArray(), node => Assert.Equal(same.GetProperty("index").GetInt64(), node.GetProperty("index").GetInt64()));
            }
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        var other = await cluster.FollowerAsync();
        await other.StopAsync();
        await using (var state = new SqliteConnection($"Data Source={Path.Combine(other.DataFolder, "state", "batata.db")};Pooling=False"))
        {
            await state.OpenAsync();
            await using var change = state.CreateCommand();
            change.CommandText = "UPDATE config_info SET src_user = 'nobody' WHERE id = (SELECT min(id) FROM config_info)";
            Assert.Equal(1, await change.ExecuteNonQueryAsync());
        }
        await other.StartAsync();

        var found = (await BatataCommand.OnAsync(cluster.Nodes.First(node => node != other), "cluster", "check", "--json")).Ended(4).Json();
        Assert.All(found.GetProperty("nodes").EnumerateArray(), node => Assert.True(node.TryGetProperty("index", out _), $"{found}\n{cluster.Logs()}"));
        foreach (var node in found.GetProperty("nodes").EnumerateArray())
            Assert.Equal(node.GetProperty("address").GetString() == other.Address ? ["config_info"] : [], node.GetProperty("differs").EnumerateArray().Select(static table => table.GetString()));
    }

    [Fact]
    public async Task Check_WithOneDown_EndsWith4_AndSaysWhichWasNotCompared()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var down = await cluster.FollowerAsync();
        await down.KillAsync();

        var found = (await BatataCommand.OnAsync(cluster.Running.First(), "cluster", "check")).Ended(4);

        Assert.Contains($"{down.Address}: not compared", found.Output, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(NodeProcess node, string name, CancellationToken stopped)
    {
        using var client = new HttpConfigClient(node);
        for (var i = 0; !stopped.IsCancellationRequested; i++) await client.PublishAsync($"{name}-{i % 20}", $"{i}", cancellationToken: CancellationToken.None);
    }
}
