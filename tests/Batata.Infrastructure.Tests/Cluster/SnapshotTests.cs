using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string[] Snapshots => Directory.GetFiles(Path.Combine(Data, "snapshots"));

    private string[] LogPages => Directory.GetFiles(Path.Combine(Data, "log", "metadata"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_WithManyEntries_ForgetsWhatIsInTheSnapshot()
    {
        await using var node = await StartAsync();
        await PublishAsync(node, 0, 200);
        var before = LogPages.Length;
        await PublishAsync(node, 200, 300);
        await Wait.UntilAsync(() => LogPages.Length < before, "the log to be shortened");
        await Wait.UntilAsync(() => Snapshots.Length == 1, "the older snapshot to be deleted");
    }

    [Fact]
    public async Task Start_AfterSnapshot_HoldsAllAndGoesOn()
    {
        await FillAsync(300);
        await using var node = await StartAsync();
        AssertHolds(node, 300);
        await PublishAsync(node, 300, 320);
        AssertHolds(node, 320);
    }

    [Fact]
    public async Task Start_WithoutItsState_BuildsItFromSnapshotAndLog()
    {
        await FillAsync(300);
        Directory.Delete(Path.Combine(Data, "state"), recursive: true);
        await using var node = await StartAsync();
        AssertHolds(node, 300);
        Assert.InRange(node.Database.AppliedIndex, 300, 310); // the mark of the leader of this start may be behind them already, and what its services write at once
    }

    [Fact]
    public async Task Start_WithStateOfBeforeTheSnapshot_CatchesUp()
    {
        // What a power cut leaves: the state is not synced at each commit.
        await FillAsync(10);
        var old = _folder.File("old.db");
        File.Copy(Path.Combine(Data, "state", "batata.db"), old);
        await FillAsync(300);
        File.Copy(old, Path.Combine(Data, "state", "batata.db"), overwrite: true);
        await using var node = await StartAsync();
        AssertHolds(node, 300);
    }

    [Fact]
    public async Task Start_WithCutSnapshotAndWholeState_WritesAnother()
    {
        await FillAsync(300);
        var file = Assert.Single(Snapshots);
        Cut(file);
        await using (var node = await StartAsync())
        {
            AssertHolds(node, 300);
            Assert.Contains(node.Log.At(LogLevel.Warning), line => line.Contains(file, StringComparison.Ordinal));
        }
        Directory.Delete(Path.Combine(Data, "state"), recursive: true); // the new one must be good for this
        await using var again = await StartAsync();
        AssertHolds(again, 300);
    }

    [Fact]
    public async Task Start_WithCutSnapshotAndNoState_RefusesAndNamesTheFile()
    {
        await FillAsync(300);
        var file = Assert.Single(Snapshots);
        Cut(file);
        Directory.Delete(Path.Combine(Data, "state"), recursive: true);
        var refused = await Assert.ThrowsAsync<DataFolderException>(StartAsync);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithChangedByteInTheSnapshotItNeeds_RefusesAndNamesTheFile()
    {
        await FillAsync(300);
        var file = Assert.Single(Snapshots);
        using (var stream = File.Open(file, FileMode.Open))
        {
            stream.Position = stream.Length / 2;
            var value = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(value ^ 1));
        }
        Directory.Delete(Path.Combine(Data, "state"), recursive: true);
        var refused = await Assert.ThrowsAsync<DataFolderException>(StartAsync);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithLeftoversOfACrash_DeletesThem()
    {
        await FillAsync(10);
        File.WriteAllText(Path.Combine(Data, "snapshots", "copied.unfinished"), "half");
        File.WriteAllText(Path.Combine(Data, "snapshots", "copied.unfinished-wal"), "half");
        await using var node = await StartAsync();
        Assert.Empty(Snapshots);
    }

    private static void Cut(string file)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.SetLength(stream.Length - 100);
    }

    /// <summary>One after the other: together they would share entries of the log.</summary>
    private static async Task PublishAsync(TestNode node, int from, int to)
    {
        for (var i = from; i < to; i++) Assert.True((await node.PublishAsync($"k{i}", $"v{i}")).Ok);
    }

    private static void AssertHolds(TestNode node, int count)
    {
        Assert.Equal(count, node.Served.Count);
        Assert.Equal(ConfigContent.Of("v7").Md5, node.Md5Of("k7"));
        Assert.Equal(ConfigContent.Of($"v{count - 1}").Md5, node.Md5Of($"k{count - 1}"));
    }

    private Task<TestNode> StartAsync() => TestNode.StartAsync(Data, o => o.SnapshotEntries = 200);

    /// <summary>Leaves a stopped node with so many configs and, past 200, one snapshot.</summary>
    private async Task FillAsync(int count)
    {
        await using var node = await StartAsync();
        await PublishAsync(node, node.Served.Count, count);
        await node.StopAsync();
    }
}
