using System.Security.Cryptography;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Operations;

/// <summary>Of a node alone: what a backup holds, and what is refused.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-backup-").FullName;

    [Fact]
    public async Task Backup_RestoredAsANodeAlone_HoldsEverything()
    {
        var file = Path.Combine(_folder, "batata.backup");
        long index, later;
        await using (var node = await NodeProcess.StartNewAsync())
        {
            using var client = new HttpConfigClient(node);
            for (var i = 0; i < 50; i++) await client.PublishAsync($"config-{i}", $"content {i}");
            var done = (await BatataCommand.OnAsync(node, "cluster", "backup", file, "--json")).Ended(0).Json();
            index = done.GetProperty("index").GetInt64();
            Assert.InRange(index, 50, (await BatataCommand.OnAsync(node, "cluster", "status", "--json")).Json().GetProperty("appliedIndex").GetInt64());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file))), done.GetProperty("sha256").GetString());
            await client.PublishAsync("config-0", "later");

            (await BatataCommand.OnAsync(node, "cluster", "backup", file)).Ended(1);
            later = (await BatataCommand.OnAsync(node, "cluster", "backup", file, "--force", "--json")).Ended(0).Json().GetProperty("index").GetInt64();
            Assert.True(later > index); // by one at least: a node writes by itself, too
            Assert.Equal([file], Directory.GetFiles(_folder));
            Assert.Empty(Directory.GetFiles(Path.Combine(node.DataFolder, "snapshots")));
        }

        var data = Path.Combine(_folder, "restored");
        var restored = (await BatataCommand.RunAsync("cluster", "restore", file, "--data", data, "--json")).Ended(0).Json();
        Assert.Equal(later, restored.GetProperty("index").GetInt64());
        await using var again = await NodeProcess.StartNewAsync(new NodeSettings { DataFolder = data });
        using var reader = new HttpConfigClient(again);
        for (var i = 0; i < 50; i++) Assert.Equal(i == 0 ? "later" : $"content {i}", (await reader.FindAsync($"config-{i}"))?.Content);

        // It goes on from there, over a kill as well.
        await reader.PublishAsync("config-0", "after");
        (await BatataCommand.OnAsync(again, "cluster", "snapshot")).Ended(0);
        await again.KillAsync();
        await again.StartAsync();
        Assert.Equal("after", (await reader.FindAsync("config-0"))?.Content);
    }

    [Fact]
    public async Task Backup_ToStandardOutput_IsTheFile()
    {
        await using var node = await NodeProcess.StartNewAsync();
        using (var client = new HttpConfigClient(node)) await client.PublishAsync("config", "content");

        var piped = (await BatataCommand.OnAsync(node, "cluster", "backup", "-")).Ended(0);

        Assert.StartsWith("BATABACK", piped.Output, StringComparison.Ordinal);
        Assert.Empty(piped.Errors);
    }

    [Theory]
    [InlineData("cut", "its end is missing")]
    [InlineData("changed", "its checksum is wrong")]
    [InlineData("longer", "there is more behind its end")]
    [InlineData("another", "it is no backup")]
    public async Task Restore_OfADamagedFile_IsRefused_AndLeavesNothing(string damage, string why)
    {
        var file = Path.Combine(_folder, "batata.backup");
        await using (var node = await NodeProcess.StartNewAsync())
        {
            using (var client = new HttpConfigClient(node)) await client.PublishAsync("config", "content");
            (await BatataCommand.OnAsync(node, "cluster", "backup", file)).Ended(0);
        }
        var bytes = await File.ReadAllBytesAsync(file);
        if (damage == "changed") bytes[bytes.Length / 2] ^= 1;
        if (damage == "another") bytes[0] ^= 1;
        await File.WriteAllBytesAsync(file, damage switch { "cut" => bytes[..^5], "longer" => [.. bytes, 0], _ => bytes });

        var data = Path.Combine(_folder, "restored");
        var refused = (await BatataCommand.RunAsync("cluster", "restore", file, "--data", data)).Ended(1);

        Assert.Contains(why, refused.Errors, StringComparison.Ordinal);
        Assert.Contains(file, refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Restore_IntoAFolderWithData_IsRefused()
    {
        var file = Path.Combine(_folder, "batata.backup");
        await using var node = await NodeProcess.StartNewAsync();
        (await BatataCommand.OnAsync(node, "cluster", "backup", file)).Ended(0);

        var running = (await BatataCommand.OnAsync(node, "cluster", "restore", file)).Ended(1);
        await node.StopAsync();
        var stopped = (await BatataCommand.OnAsync(node, "cluster", "restore", file)).Ended(1);

        Assert.All([running, stopped], run => Assert.Contains($"{node.DataFolder} is not empty", run.Errors, StringComparison.Ordinal));
        await node.StartAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
