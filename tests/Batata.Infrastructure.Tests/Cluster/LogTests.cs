using Batata.Application.Cluster;
using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>What a node does with what its leader sends.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_OfAFollower_IsOnDiskWhenItAnswers()
    {
        await using var rig = new LogRig(_folder.File("a"));
        for (var round = 0; round < 20; round++)
        {
            var first = (round * 5) + 1;
            await rig.Trail.AppendAsync(new LogEntryProducer<BinaryLogEntry>([.. Enumerable.Range(first, 5).Select(i => rig.Entry($"k{i}"))]), first);
            Assert.Equal(first + 4, LastIndexOnDisk(rig)); // nothing is committed, so nothing else writes it
        }
        Assert.Equal(0, rig.Log.LastCommittedEntryIndex);
    }

    [Fact]
    public async Task Append_OverEntriesThatWereNeverCommitted_ReplacesThem()
    {
        await using (var rig = new LogRig(_folder.File("a")))
        {
            await rig.Trail.AppendAsync(new LogEntryProducer<BinaryLogEntry>([rig.Entry("a"), rig.Entry("b"), rig.Entry("c")]), 1);
            await rig.Trail.AppendAsync(new LogEntryProducer<BinaryLogEntry>([rig.Entry("d", term: 2)]), 2);
            Assert.Equal(2, rig.Log.LastEntryIndex);
            await rig.Log.CommitAsync(2);
            await rig.Log.WaitForApplyAsync(2);
            await rig.Machine.CommitPendingAsync(default);
        }
        await using var again = new LogRig(_folder.File("a"));
        Assert.Equal(2, again.Count);
        Assert.Equal(("", LogRig.Md5Stored("d")), (again.Md5Of("b"), again.Md5Of("d")));
    }

    [Fact]
    public async Task Append_OverAnEntryOfThisNode_DoesNotAnswerItWithWhatTookItsPlace()
    {
        await using var rig = new LogRig(_folder.File("a"));
        var slot = new ApplySlot<ConfigVersion>();
        await rig.Log.AppendAsync(rig.Entry("a"));
        await rig.Log.AppendAsync(rig.Entry("b", slot: slot)); // this node led, and lost its office before anybody else had it
        await rig.Trail.AppendAsync(new LogEntryProducer<BinaryLogEntry>([rig.Entry("c", term: 2)]), 2);
        await rig.Log.CommitAsync(2);
        await rig.Log.WaitForApplyAsync(2);
        await rig.Machine.CommitPendingAsync(default);
        Assert.Equal(("", LogRig.Md5Stored("c")), (rig.Md5Of("b"), rig.Md5Of("c")));
        Assert.True(!slot.IsAnswered || (await slot.Answer).Failure?.Code == ClusterFailures.OutcomeUnknownCode);
    }

    [Fact]
    public async Task Commit_ThatEndsWithTheMarkOfANewLeader_AnswersWhatCameBefore()
    {
        await using var rig = new LogRig(_folder.File("a"));
        var slot = new ApplySlot<ConfigVersion>();
        await rig.Log.AppendAsync(rig.Entry("a", slot: slot));
        await rig.Log.AppendAsync(new EmptyLogEntry { Term = 2 });
        await rig.Log.CommitAsync(2);
        Assert.True((await slot.Answer).Ok);
        Assert.Equal(1, rig.State.AppliedIndex);
        Assert.Equal(LogRig.Md5Stored("a"), rig.Md5Of("a"));
    }

    [Fact]
    public async Task Install_OfALeadersSnapshot_ReplacesTheStateAndSurvivesARestart()
    {
        await using var leader = new LogRig(_folder.File("leader"), snapshotEntries: 1000);
        for (var i = 1; i <= 1000; i++) await leader.Log.AppendAsync(leader.Entry($"k{i}", term: 3));
        await leader.Log.CommitAsync(1000);
        await Wait.UntilAsync(() => leader.Snapshots.Newest is not null, "the leader's snapshot");
        var snapshot = leader.Snapshots.Newest!;
        Assert.Equal(3, snapshot.Term);

        await using (var follower = new LogRig(_folder.File("follower")))
        {
            await follower.Log.AppendAsync(follower.Entry("old"));
            await follower.Log.CommitAsync(1);
            await follower.Log.WaitForApplyAsync(1);
            await follower.Trail.AppendAsync(snapshot, snapshot.Index);
            Assert.Equal(snapshot.Index, follower.Log.LastAppliedIndex);
            Assert.Equal((int)snapshot.Index, follower.Count);
            Assert.Equal("", follower.Md5Of("old"));
            await follower.Trail.AppendAsync(new LogEntryProducer<BinaryLogEntry>([follower.Entry("next", term: 3)]), snapshot.Index + 1);
            await follower.Log.CommitAsync(snapshot.Index + 1);
            await follower.Log.WaitForApplyAsync(snapshot.Index + 1);
            await follower.Machine.CommitPendingAsync(default);
            Assert.Equal(LogRig.Md5Stored("next"), follower.Md5Of("next"));
        }
        await using var again = new LogRig(_folder.File("follower"));
        Assert.Equal(snapshot.Index, again.Snapshots.Newest?.Index);
        Assert.Equal((int)snapshot.Index + 1, again.Count);
    }

    [Fact]
    public async Task Install_OfASnapshotThatArrivedDamaged_KeepsTheStateAndGoesOn()
    {
        await using var leader = new LogRig(_folder.File("leader"), snapshotEntries: 1000);
        for (var i = 1; i <= 1000; i++) await leader.Log.AppendAsync(leader.Entry($"k{i}"));
        await leader.Log.CommitAsync(1000);
        await Wait.UntilAsync(() => leader.Snapshots.Newest is not null, "the leader's snapshot");
        var whole = leader.Snapshots.Newest!.File;
        var damaged = new SnapshotFile(_folder.File("damaged"), whole.Index, whole.Term);
        var bytes = await File.ReadAllBytesAsync(whole.Path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(damaged.Path, bytes);

        await using var follower = new LogRig(_folder.File("follower"));
        await follower.Log.AppendAsync(follower.Entry("old"));
        await follower.Log.CommitAsync(1);
        await follower.Log.WaitForApplyAsync(1);
        await Assert.ThrowsAsync<InvalidDataException>(() => follower.Trail.AppendAsync(new StateSnapshot(damaged), damaged.Index).AsTask());
        Assert.Equal(LogRig.Md5Stored("old"), follower.Md5Of("old"));
        Assert.Null(follower.Failure);
        await follower.Trail.AppendAsync(leader.Snapshots.Newest, whole.Index); // the leader tries again
        Assert.Equal((int)whole.Index, follower.Count);
    }

    private static long LastIndexOnDisk(LogRig rig)
    {
        using var stream = new FileStream(Path.Combine(rig.LogPath, "checkpoint"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[20];
        stream.ReadExactly(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(12));
    }
}
