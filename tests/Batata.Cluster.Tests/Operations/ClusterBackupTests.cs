using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Operations;

[Collection(SeveralNodes.Name)]
public sealed class ClusterBackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-backup-").FullName;

    [Fact]
    public async Task Backup_DuringLoad_RestoredIntoANewCluster_HoldsWhatWasAcknowledgedBefore()
    {
        var file = Path.Combine(_folder, "batata.backup");
        Dictionary<string, string> before;
        await using (var old = await ClusterNodes.StartNewAsync())
        {
            using var stop = new CancellationTokenSource();
            var acknowledged = new ConcurrentDictionary<string, string>(); // content by data id
            var writers = old.Nodes.Select((node, i) => WriteAsync(node, $"w{i}", acknowledged, stop.Token)).ToArray();
            await Wait.UntilAsync(() => acknowledged.Count >= 150, "some writes", TimeSpan.FromSeconds(60));
            before = acknowledged.ToDictionary();
            var asked = await old.FollowerAsync(); // it must ask the leader what there is
            (await BatataCommand.ToAsync(asked, ClusterNodes.Secret, "cluster", "backup", file)).Ended(0);
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        await using var cluster = ClusterNodes.PrepareNew();
        (await BatataCommand.OnAsync(cluster[1], "cluster", "restore", file)).Ended(0);
        await cluster.StartAllAsync();
        await Wait.UntilAsync(() => VotersAsync(cluster[0], 3), "three members", TimeSpan.FromSeconds(60));

        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            foreach (var (dataId, content) in before)
            {
                var found = await client.FindAsync(dataId);
                Assert.Equal((content, Md5(content)), (found?.Content, found?.Md5));
            }
        }
        using var writer = new HttpConfigClient(cluster[2]);
        await writer.PublishAsync("after", "the restore");
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            await Wait.UntilAsync(async () => (await client.FindAsync("after"))?.Content == "the restore", $"the write on {node.Address}");
        }
    }

    [Fact]
    public async Task NodeOfTheOldCluster_IsNotTakenIn_ThoughItKnowsSecretAndAddress()
    {
        var file = Path.Combine(_folder, "batata.backup");
        var left = Path.Combine(_folder, "left");
        await using (var old = await ClusterNodes.StartNewAsync())
        {
            using (var client = new HttpConfigClient(old[0])) await client.PublishAsync("config", "in the backup");
            (await BatataCommand.OnAsync(old[0], "cluster", "backup", file)).Ended(0);
            using (var client = new HttpConfigClient(old[0])) await client.PublishAsync("config", "of the old cluster alone");
            foreach (var node in old.Nodes) await node.StopAsync();
            Directory.Move(old[2].DataFolder, left);
        }

        await using var cluster = ClusterNodes.PrepareNew();
        (await BatataCommand.OnAsync(cluster[0], "cluster", "restore", file)).Ended(0);
        Directory.Move(left, cluster[2].DataFolder);
        foreach (var node in cluster.Nodes) node.Launch();
        await cluster[0].WaitReadyAsync();

        await Wait.UntilAsync(() => cluster[0].Log.ToString().Contains($"{cluster[2].Address} belongs to another cluster", StringComparison.Ordinal), "the old node told as one of another cluster", TimeSpan.FromSeconds(60));
        using var restored = new HttpConfigClient(cluster[0]);
        Assert.Equal("in the backup", (await restored.FindAsync("config"))?.Content);
        await restored.PublishAsync("config", "of the new cluster");
        var stranger = (await BatataCommand.OnAsync(cluster[2], "cluster", "status", "--json")).Ended(4).Json();
        Assert.False(stranger.GetProperty("ready").GetBoolean());

        // As the leader says: with an empty folder it is taken in, and the one that waited with it.
        await cluster[2].StopAsync();
        Directory.Delete(cluster[2].DataFolder, recursive: true);
        await cluster.StartAllAsync();
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            Assert.Equal("of the new cluster", (await client.FindAsync("config"))?.Content);
        }
    }

    [Fact]
    public async Task Backup_WithoutALeader_IsRefused_UnlessStaleIsEnough()
    {
        var file = Path.Combine(_folder, "batata.backup");
        await using var cluster = await ClusterNodes.StartNewAsync();
        using (var client = new HttpConfigClient(cluster[0])) await client.PublishAsync("config", "content");
        using (var client = new HttpConfigClient(cluster[2])) await Wait.UntilAsync(async () => await client.FindAsync("config") is not null, "the config on the third node");
        await cluster[0].KillAsync();
        await cluster[1].KillAsync();

        var refused = (await BatataCommand.OnAsync(cluster[2], "cluster", "backup", file)).Ended(1);
        (await BatataCommand.OnAsync(cluster[2], "cluster", "backup", file, "--stale")).Ended(0);

        Assert.Contains("--stale", refused.Errors, StringComparison.Ordinal);
        var data = Path.Combine(_folder, "restored");
        (await BatataCommand.RunAsync("cluster", "restore", file, "--data", data)).Ended(0);
        await using var alone = await NodeProcess.StartNewAsync(new NodeSettings { DataFolder = data });
        using var reader = new HttpConfigClient(alone);
        Assert.Equal("content", (await reader.FindAsync("config"))?.Content);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task WriteAsync(NodeProcess node, string name, ConcurrentDictionary<string, string> acknowledged, CancellationToken stopped)
    {
        using var client = new HttpConfigClient(node);
        for (var i = 0; !stopped.IsCancellationRequested; i++)
        {
            var (dataId, content) = ($"{name}-{i}", $"content {i} of {name}");
            await client.PublishAsync(dataId, content, cancellationToken: CancellationToken.None);
            acknowledged[dataId] = content;
        }
    }

    private static async Task<bool> VotersAsync(NodeProcess node, int count) =>
        (await BatataCommand.OnAsync(node, "cluster", "members", "--json")).Json().EnumerateArray().Count(static member => member.GetProperty("role").GetString() is "leader" or "follower") == count;

    private static string Md5(string content) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(content)));
}
