using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster;

/// <summary>What an operator asks of this node.</summary>
internal sealed partial class RaftNode
{
    /// <summary>Null until the data folder is open and held by this process.</summary>
    public DataFolder? Folder => _folder;

    /// <summary>Null until it is open.</summary>
    public StateDatabase? State => _state;

    /// <summary>The last entry in the log, committed or not; 0 while it is not open.</summary>
    public long LastIndex => _log?.LastEntryIndex ?? 0;

    /// <summary>Null without one.</summary>
    public SnapshotFile? NewestSnapshot => (_stateMachine?.Snapshot as StateSnapshot)?.File;

    /// <summary>Takes a snapshot of all that is applied, unless there is one of that already, and lets the log forget what is in it.</summary>
    /// <exception cref="UnavailableException">The node is starting or stopping.</exception>
    public async Task<SnapshotFile> TakeSnapshotAsync(CancellationToken cancellationToken)
    {
        if (!Gate.TryEnter()) throw new UnavailableException(NotReadyReason ?? Stopping);
        try
        {
            var log = _log!;
            var taken = await StateMachine.TakeSnapshotAsync(log.TermOfAsync, cancellationToken);
            await log.FlushAsync(cancellationToken); // after which it looks what it may forget
            return taken;
        }
        finally
        {
            Gate.Leave();
        }
    }
}
