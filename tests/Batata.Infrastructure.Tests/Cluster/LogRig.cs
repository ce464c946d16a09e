using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Cluster.Writing;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Log, state machine and state without a cluster around them: what a node is told that does not lead.</summary>
internal sealed class LogRig : IAsyncDisposable
{
    private readonly TestNode _node;
    private readonly EntryCodec _codec;

    public LogRig(string path, long snapshotEntries = 1_000_000, DiskSpace? space = null)
    {
        _node = TestNode.Create(path); // its parts; it is not started itself
        _codec = _node.Get<EntryCodec>();
        LogPath = Path.Combine(path, "log");
        State = StateDatabase.Open(Path.Combine(path, "state.db"), NullLogger.Instance);
        _node.Get<StateDatabaseHolder>().Set(State);
        Snapshots = new Snapshotter(State, new SnapshotFolder(Path.Combine(path, "snapshots"), NullLogger.Instance), snapshotEntries, NullLogger.Instance);
        Snapshots.Restore();
        _node.Get<ChangeHub>().ResetAll();
        Machine = new BatataStateMachine(State, _node.Get<ChangeHub>(), _codec, _node.Get<EntryAppliers>(), Snapshots, e => Failure = e) { Room = space is null ? null : space.WaitForRoomAsync };
        Log = new DurableWriteAheadLog(LogPath, Machine, space);
        Machine.Attach(Log);
    }

    public string LogPath { get; }

    public StateDatabase State { get; }

    public Snapshotter Snapshots { get; }

    public BatataStateMachine Machine { get; }

    public DurableWriteAheadLog Log { get; }

    public Exception? Failure { get; private set; }

    /// <summary>The face that the cluster sees.</summary>
    public IAuditTrail<IRaftLogEntry> Trail => Log;

    public int Count => _node.Served.Count;

    public string Md5Of(string dataId) => _node.Md5Of(dataId);

    public BinaryLogEntry Entry(string dataId, long term = 1, ApplySlot? slot = null)
    {
        var id = Guid.NewGuid();
        return new() { Term = term, Content = _codec.Encode(TestNode.Entry(dataId, "v-" + dataId), id), Context = slot is null ? null : new OwnEntry(id, [slot]) };
    }

    public static string Md5Stored(string dataId) => ConfigContent.Of("v-" + dataId).Md5;

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Machine.CloseAsync();
        Machine.Dispose();
        await _node.DisposeAsync();
    }
}
