using System.Security.Cryptography;
using Batata.Infrastructure.Checking;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Microsoft.Data.Sqlite;

namespace Batata.Infrastructure.Tests.Checking;

/// <summary>A data folder is checked without a change to it, and each kind of damage is found and named.</summary>
public sealed class DataFolderCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string StateFile => Path.Combine(Data, "state", "batata.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_OfAStoppedNode_FindsNothing_AndChangesNothing()
    {
        await FillAsync();
        var before = Fingerprint();
        var report = Check();
        Assert.Empty(report.Problems);
        Assert.Empty(report.Notes);
        Assert.Equal(before, Fingerprint());
        Assert.Equal((50, 0), (report.Contents, report.Snapshots)); // 20 configs, a row of history for each of 30 publishes
        Assert.True(report.Entries >= 30 && report.LastIndex == report.AppliedIndex, $"{report}");
    }

    [Fact]
    public async Task Check_OfANodeThatWasKilled_ReadsTheWriteAheadLogOfTheState()
    {
        await using (var node = await TestNode.StartAsync(Data))
        {
            for (var i = 0; i < 10; i++) await node.PublishAsync($"k{i}", $"v{i}");
            CopyTo(_folder.File("copy")); // as a power cut would leave it
        }
        var report = DataFolderCheck.Run(_folder.File("copy"), new SealOptions(), static _ => { }, default);
        Assert.Empty(report.Problems);
        Assert.Equal(20, report.Contents);
    }

    [Fact]
    public async Task Check_WhileTheNodeRuns_IsRefused()
    {
        await using var node = await TestNode.StartAsync(Data);
        Assert.Contains("in use", Assert.Throws<DataFolderException>(Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfWhatIsNoDataFolder_IsRefused_AndMakesNone()
    {
        Assert.Throws<DataFolderException>(Check);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Check_FindsAContentThatHasNotItsMd5()
    {
        await FillAsync();
        ChangeState("UPDATE config_info SET content = 'x' WHERE data_id = 'k7'");
        Assert.Contains("public/G/k7", Assert.Single(Check().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindsADamagedPageOfTheState()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(StateFile);
        bytes.AsSpan(bytes.Length - 4096, 512).Fill(0xee);
        await File.WriteAllBytesAsync(StateFile, bytes);
        Assert.Contains(Check().Problems, problem => problem.StartsWith(StateFile, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_FindsADamagedEntryOfTheLog()
    {
        await FillAsync();
        var last = Check().LastIndex;
        using (var metadata = File.OpenHandle(Path.Combine(Data, "log", "metadata", "0"), FileMode.Open, FileAccess.ReadWrite))
        using (var pages = File.OpenHandle(Path.Combine(Data, "log", "data", "0"), FileMode.Open, FileAccess.ReadWrite))
        {
            var slot = new byte[64];
            RandomAccess.Read(metadata, slot, 64 * last);
            var address = BitConverter.ToInt64(slot, 16);
            RandomAccess.Write(pages, "damage"u8, address + 5);
        }
        Assert.StartsWith($"Entry {last} of the log", Assert.Single(Check().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindsALogThatEndsBeforeTheState()
    {
        await FillAsync();
        ChangeState("UPDATE applied_index SET value = value + 5");
        Assert.Contains("entries are lost", Assert.Single(Check().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindsADamagedSnapshot_AndReadsTheLogBehindAWholeOne()
    {
        await FillAsync(2500, options => options.SnapshotEntries = 1000);
        var report = Check();
        Assert.Empty(report.Problems);
        Assert.True(report.Snapshots > 0 && report.Entries < report.LastIndex, $"{report}");
        var snapshot = Directory.GetFiles(Path.Combine(Data, "snapshots")).Single();
        using (var file = File.OpenHandle(snapshot, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.Write(file, "damage"u8, 5000);
        Assert.Contains(Check().Problems, problem => problem.StartsWith(snapshot, StringComparison.Ordinal));
    }

    private CheckReport Check() => DataFolderCheck.Run(Data, new SealOptions(), static _ => { }, default);

    private async Task FillAsync(int publishes = 30, Action<ClusterOptions>? options = null)
    {
        await using var node = await TestNode.StartAsync(Data, options);
        for (var i = 0; i < publishes; i++) await node.PublishAsync($"k{i % 20}", $"v{i}");
    }

    private void ChangeState(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StateFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private List<string> Fingerprint() =>
    [
        .. Directory.EnumerateFileSystemEntries(Data, "*", SearchOption.AllDirectories).Order().Select(static path =>
            $"{path} {File.GetLastWriteTimeUtc(path):O} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}"),
    ];

    private void CopyTo(string target)
    {
        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetFileName(file) == "lock")
            {
                File.WriteAllBytes(copy, []);
                continue;
            }
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = File.Create(copy);
            from.CopyTo(to);
        }
    }
}
