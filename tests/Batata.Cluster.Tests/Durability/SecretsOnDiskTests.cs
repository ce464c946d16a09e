using System.Text;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Durability;

/// <summary>No secret of an encrypted config is anywhere in the data folder: not in the log, the state, the history or a snapshot.</summary>
public sealed class SecretsOnDiskTests : IDisposable
{
    private const string Mark = "s3cr3t-mark";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("batata-keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task PublishUpdateDeleteSnapshotAndRotation_LeaveNoSecretBehind()
    {
        var keyFile = Path.Combine(_folder.FullName, "keys");
        await File.WriteAllTextAsync(keyFile, $"k1:{NewKey()}\n");
        await using var node = await NodeProcess.StartNewAsync(new NodeSettings
        {
            Properties = new Dictionary<string, string> { ["batata.config.encryption.key-file"] = keyFile, ["batata.raft.snapshot-entries"] = "1000" },
        });
        using var client = new HttpConfigClient(node);
        await client.PublishAsync("cipher-kept", $"{Mark} one");
        await client.PublishAsync("cipher-kept", $"{Mark} two");
        await client.PublishAsync("cipher-gone", $"{Mark} {new string('x', 20_000)}");
        await client.RemoveAsync("cipher-gone");
        await client.PublishAsync("plain", "plain-mark"); // what the search below must be able to find
        for (var round = 0; !HasSnapshot(node); round++)
        {
            Assert.True(round < 100, "no snapshot after 10,000 entries");
            // One by one: records that wait together share an entry of the log.
            for (var i = 0; i < 100; i++) await client.PublishAsync("filler", $"{round} {i}");
        }
        Assert.Equal($"{Mark} two", (await client.FindAsync("cipher-kept"))?.Content);
        AssertHidden(node);

        Assert.Equal(0, await node.StopAsync());
        AssertHidden(node);
        await File.AppendAllTextAsync(keyFile, $"k2:{NewKey()}\n");
        await node.StartAsync();
        await Wait.UntilAsync(() => node.Log.ToString().Contains("Nothing needs the key k1 any more", StringComparison.Ordinal), "all to be under the new key");
        await File.WriteAllLinesAsync(keyFile, (await File.ReadAllLinesAsync(keyFile)).Where(static line => line.StartsWith("k2", StringComparison.Ordinal)));
        Assert.Equal(0, await node.StopAsync());
        await node.StartAsync();
        Assert.Equal($"{Mark} two", (await client.FindAsync("cipher-kept"))?.Content);
        AssertHidden(node);
    }

    private static string NewKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private static bool HasSnapshot(NodeProcess node) => Directory.EnumerateFiles(Path.Combine(node.DataFolder, "snapshots"), "*.snapshot").Any();

    private static void AssertHidden(NodeProcess node)
    {
        var seen = 0;
        foreach (var file in Directory.EnumerateFiles(node.DataFolder, "*", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) is not ("lock" or "admin.sock")))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.False(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Mark)) >= 0, $"{file} holds the secret");
            if (bytes.AsSpan().IndexOf("plain-mark"u8) >= 0) seen++;
        }
        Assert.True(seen > 0, "the folder was not searched");
    }
}
