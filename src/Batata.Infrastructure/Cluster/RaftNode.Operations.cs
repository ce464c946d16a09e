using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Cluster.Writing;
using Batata.Infrastructure.Persistence;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Batata.Infrastructure.Cluster;

/// <summary>What an operator asks of this node.</summary>
internal sealed partial class RaftNode
{
    private static readonly TimeSpan AsideLook = TimeSpan.FromMilliseconds(10);

    private Task _standingAside = Task.CompletedTask;

    /// <summary>Null until the data folder is open and held by this process.</summary>
    public DataFolder? Folder => _folder;

    /// <summary>Cancelled once this node leads no more; cancelled already while it does not. The lease has another token, a new one each time that it is made longer.</summary>
    public CancellationToken Led => _cluster?.LeadershipToken ?? new CancellationToken(canceled: true);

    /// <summary>Null until it is open.</summary>
    public StateDatabase? State => _state;

    /// <summary>The last entry in the log, committed or not; 0 while it is not open.</summary>
    public long LastIndex => _log?.LastEntryIndex ?? 0;

    /// <summary>Null without one.</summary>
    public SnapshotFile? NewestSnapshot => (_stateMachine?.Snapshot as StateSnapshot)?.File;

    /// <summary>Whoever writes to the log of this node as a leader is inside.</summary>
    public WritePause Writes { get; } = new();

    /// <summary>Begins no election until another node leads in a new term, or the time is over. Votes all the same.</summary>
    public async Task StandAsideAsync(TimeSpan atMost)
    {
        if (_cluster is not { } cluster || !_standingAside.IsCompleted) return;
        var term = cluster.Term;
        if (await cluster.EnableStandbyModeAsync(_closing.Token)) _standingAside = ReturnAsync(cluster, term, atMost, _closing.Token);
    }

    private async Task ReturnAsync(RaftCluster cluster, long term, TimeSpan atMost, CancellationToken closing)
    {
        try
        {
            for (var begun = _time.GetTimestamp(); _time.GetElapsedTime(begun) < atMost && (cluster.Term == term || cluster.Leader is null);) await Task.Delay(AsideLook, _time, closing);
            await cluster.RevertToNormalModeAsync(closing);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Stopping.
        }
    }

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
