using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>What a node does with what its leader sends while its disk is full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private readonly DiskSpace _space;
    private long _free = DiskSpace.Enough;

    public FullDiskTests() => _space = new DiskSpace("/data", () => Volatile.Read(ref _free), TimeProvider.System, _log.CreateLogger(""));

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Append_OnAFullDisk_IsRefusedBeforeAnythingIsWritten_AndTakenWhenThereIsRoom()
    {
        await using var rig = new LogRig(_folder.File("a"), space: _space);
        await rig.Trail.AppendAsync(One(rig, "a"), 1);
        Volatile.Write(ref _free, DiskSpace.Floor - 1);

        var refused = await Assert.ThrowsAsync<IOException>(async () => await rig.Trail.AppendAsync(One(rig, "b"), 2));
        Assert.Equal(_space.Fullness, refused.Message);
        await Assert.ThrowsAsync<IOException>(async () => await rig.Trail.AppendAsync(rig.Entry("b"), 2));
        await rig.Trail.AppendAsync(new LogEntryProducer<BinaryLogEntry>([]), 2); // a heartbeat
        Assert.Equal(1, rig.Log.LastEntryIndex);

        Volatile.Write(ref _free, DiskSpace.AboveFloor - 1);
        await Assert.ThrowsAsync<IOException>(async () => await rig.Trail.AppendAsync(One(rig, "b"), 2));
        Volatile.Write(ref _free, DiskSpace.AboveFloor);
        await rig.Trail.AppendAsync(One(rig, "b"), 2);
        await rig.Log.CommitAsync(2);
        await rig.Log.WaitForApplyAsync(2);
        await rig.Machine.CommitPendingAsync(default);
        Assert.Equal(2, rig.Count);
        Assert.Null(rig.Failure);
    }

    [Fact]
    public async Task Apply_OnAFullDisk_WaitsForRoom()
    {
        await using var rig = new LogRig(_folder.File("a"), space: _space);
        await rig.Trail.AppendAsync(One(rig, "a"), 1);
        Volatile.Write(ref _free, 0);
        _space.Look();
        await rig.Log.CommitAsync(1);
        var applied = rig.Log.WaitForApplyAsync(1).AsTask();
        Assert.False(applied.IsCompleted);
        Assert.Equal(0, rig.State.AppliedIndex);

        Volatile.Write(ref _free, DiskSpace.Enough);
        await applied;
        await rig.Machine.CommitPendingAsync(default);
        Assert.Equal(1, rig.Count);
        Assert.Null(rig.Failure);
    }

    [Fact]
    public async Task Close_WhileEntriesWaitForRoom_Ends()
    {
        await using (var rig = new LogRig(_folder.File("a"), space: _space))
        {
            await rig.Trail.AppendAsync(One(rig, "a"), 1);
            Volatile.Write(ref _free, 0);
            _space.Look();
            await rig.Log.CommitAsync(1);
        }
        await using var again = new LogRig(_folder.File("a"));
        await again.Log.WaitForApplyAsync(1);
        await again.Machine.CommitPendingAsync(default);
        Assert.Equal(1, again.Count);
    }

    [Fact]
    public void ThrowIfFull_ForASnapshotThatDoesNotFit_SaysHowMuchItNeeds()
    {
        _space.ThrowIfFull(DiskSpace.Enough - DiskSpace.Floor);
        var refused = Assert.Throws<IOException>(() => _space.ThrowIfFull(DiskSpace.Enough - DiskSpace.Floor + 1));
        Assert.Contains("snapshot", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_log.At(LogLevel.Error));
    }

    private static LogEntryProducer<BinaryLogEntry> One(LogRig rig, string dataId) => new([rig.Entry(dataId)]);
}
