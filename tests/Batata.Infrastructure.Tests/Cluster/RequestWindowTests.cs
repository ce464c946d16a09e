using System.Buffers;
using Batata.Application.Cluster;
using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Writing;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Tests.Persistence;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>A write that is handed on twice, since nobody knew what became of the first time, is applied once on every node.</summary>
public sealed class RequestWindowTests : IDisposable
{
    private static readonly EntryCodec _codec = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Record_ThatComesTwice_IsAppliedOnce_AlsoAfterARestart()
    {
        var twice = Guid.NewGuid();
        await using (var rig = new LogRig(_folder.File("a")))
        {
            await ApplyAsync(rig, Record(twice, "k", "first", since: 0));
            await ApplyAsync(rig, Record(Guid.NewGuid(), "k", "second", since: 1));
            await ApplyAsync(rig, Record(twice, "k", "first", since: 0));
            Assert.Equal(Md5("second"), rig.Md5Of("k"));
        }
        await using var again = new LogRig(_folder.File("a"));
        await ApplyAsync(again, Record(twice, "k", "first", since: 0));
        Assert.Equal(Md5("second"), again.Md5Of("k"));
    }

    [Fact]
    public async Task Record_ThatComesTwice_AmongOthers_IsLeftOutAlone()
    {
        var twice = Guid.NewGuid();
        await using var rig = new LogRig(_folder.File("a"));
        await ApplyAsync(rig, Record(twice, "a", "1", since: 0));
        await ApplyAsync(rig, EntryCodec.Join([Plain(Guid.NewGuid(), "b", "2"), Plain(twice, "a", "3"), Plain(Guid.NewGuid(), "c", "4")], since: 0));
        Assert.Equal((Md5("1"), Md5("2"), Md5("4")), (rig.Md5Of("a"), rig.Md5Of("b"), rig.Md5Of("c")));
    }

    /// <summary>A new leader commits what the old one left and what it wrote itself at once.</summary>
    [Fact]
    public async Task Record_ThatComesTwice_InOneCommit_HasTheAnswerOfTheFirst()
    {
        var twice = Guid.NewGuid();
        await using var rig = new LogRig(_folder.File("a"));
        var slot = new ApplySlot<ConfigVersion>();
        for (var i = 0; i < 2; i++) await rig.Log.AppendAsync(new BinaryLogEntry { Term = 1, Content = Record(twice, "k", "once", since: 0), Context = new OwnEntry(twice, [slot]) });
        await rig.Log.CommitAsync(2);
        await rig.Log.WaitForApplyAsync(2);
        await rig.Machine.CommitPendingAsync(default);
        Assert.Equal(Md5("once"), (await slot.Answer).Value.Md5);
    }

    [Fact]
    public async Task Node_ThatBeganFromASnapshot_KnowsWhatWasAppliedBefore()
    {
        var twice = Guid.NewGuid();
        await using var first = new LogRig(_folder.File("a"));
        await ApplyAsync(first, Record(twice, "k", "first", since: 0));
        await ApplyAsync(first, Record(Guid.NewGuid(), "k", "second", since: 1));
        var copy = _folder.File("copy.db");
        first.State.BackupTo(copy);
        using var other = StateDatabase.Open(_folder.File("other.db"), NullLogger.Instance);
        var window = new RequestWindow(other);
        window.Load();
        Assert.False(window.Knows(twice));
        other.ReplaceWith(copy);
        window.Load();
        Assert.True(window.Knows(twice));
    }

    [Fact]
    public void Window_ForgetsTheOldest_AndKnowsHowFarItReaches_AlsoAfterARestart()
    {
        const int each = 1024;
        var entries = (2 * RequestWindow.Records / each) + 1;
        var ids = Enumerable.Range(0, entries).Select(static _ => Enumerable.Range(0, each).Select(static _ => Guid.NewGuid()).ToList()).ToList();
        using (var state = StateDatabase.Open(_folder.File("w.db"), NullLogger.Instance))
        {
            var window = new RequestWindow(state);
            window.Load();
            Assert.True(window.Reaches(0));
            state.Begin();
            for (var i = 0; i < entries; i++) window.Add(i + 1, ids[i]);
            state.Commit(entries);
            Check(window);
        }
        using var again = StateDatabase.Open(_folder.File("w.db"), NullLogger.Instance);
        var read = new RequestWindow(again);
        read.Load();
        Check(read);

        void Check(RequestWindow window)
        {
            var forgotten = entries - (RequestWindow.Records / each);
            Assert.False(window.Knows(ids[forgotten - 1][0]));
            Assert.True(window.Knows(ids[forgotten][0]) && window.Knows(ids[^1][^1]));
            Assert.False(window.Reaches(forgotten - 1));
            Assert.True(window.Reaches(forgotten));
        }
    }

    [Fact]
    public async Task Record_OfBeforeTheWindow_IsNotApplied_SinceNobodyKnows()
    {
        var path = _folder.File("a");
        await using (new LogRig(path)) // makes the folder
        {
        }
        using (var state = StateDatabase.Open(Path.Combine(path, "state.db"), NullLogger.Instance))
        {
            state.Begin();
            state.Writer.Execute("UPDATE request_window_floor SET forgotten = 10");
            state.Commit(0);
        }
        await using var rig = new LogRig(path);
        var (lost, known) = (new ApplySlot<ConfigVersion>(), new ApplySlot<ConfigVersion>());
        await ApplyAsync(rig, Record(Guid.NewGuid(), "k", "too late", since: 9), lost);
        await ApplyAsync(rig, Record(Guid.NewGuid(), "l", "in time", since: 10), known);
        Assert.Equal(("", Md5("in time")), (rig.Md5Of("k"), rig.Md5Of("l")));
        Assert.Equal(ClusterFailures.OutcomeUnknownCode, (await lost.Answer).Failure?.Code);
        Assert.True((await known.Answer).Ok);
    }

    private static byte[] Plain(Guid id, string dataId, string content) => _codec.Encode(TestNode.Entry(dataId, content), id);

    private static byte[] Record(Guid id, string dataId, string content, long since) => EntryCodec.Join([Plain(id, dataId, content)], since);

    private static string Md5(string content) => ConfigContent.Of(content).Md5;

    private static async Task ApplyAsync(LogRig rig, byte[] content, ApplySlot? slot = null)
    {
        var ids = new List<Guid>();
        _codec.Decode(new ReadOnlySequence<byte>(content), ids, out _);
        var index = await rig.Log.AppendAsync(new BinaryLogEntry { Term = 1, Content = content, Context = slot is null ? null : new OwnEntry(ids[0], [slot]) });
        await rig.Log.CommitAsync(index);
        await rig.Log.WaitForApplyAsync(index);
        await rig.Machine.CommitPendingAsync(default);
    }
}
