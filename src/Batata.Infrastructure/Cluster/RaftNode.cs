using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster;

/// <summary>Opens the data folder, the state and the log, lets this node take part in its cluster, and closes all of it in turn.</summary>
internal sealed partial class RaftNode(
    IOptions<ClusterOptions> options,
    StateDatabaseHolder holder,
    ChangeHub hub,
    EntryCodec codec,
    Func<EntryAppliers> appliers,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, INodeState, IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<RaftNode>();
    private readonly TaskCompletionSource _firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DataFolder? _folder;
    private StateDatabase? _state;
    private BatataStateMachine? _stateMachine;
    private DurableWriteAheadLog? _log;
    private RaftCluster? _cluster;
    private readonly CancellationTokenSource _closing = new();
    private Task _background = Task.CompletedTask;
    private DiskSpace? _space;
    private volatile string? _notReady = "The node is starting.";

    public string? NotReadyReason => _notReady ?? (_cluster is { LeadershipToken.IsCancellationRequested: false } ? null : "There is no leader.");

    public Task FirstReady => _firstReady.Task;

    /// <summary>Whoever uses <see cref="Cluster"/> is inside.</summary>
    public ProposalGate Gate { get; } = new();

    /// <summary>There while the gate is open, and null once it is closed by force.</summary>
    public RaftCluster? Cluster => _cluster;

    public BatataStateMachine StateMachine => _stateMachine!;

    /// <summary>Null when entries may be proposed here; else why not, for people.</summary>
    public string? NotWritableReason => NotReadyReason ?? (_space is { IsShort: true } space ? space.Shortage : null);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await OpenAsync(cancellationToken);
        }
        catch (Exception e)
        {
            _notReady = "The node could not start.";
            _firstReady.TrySetException(e);
            await DisposeAsync();
            throw;
        }
        _background = RunBackgroundAsync(_folder!, _log!, _space!, _closing.Token);
        _notReady = null;
        Gate.Open();
        var elapsed = time.GetElapsedTime(started);
        LogReady(_folder!.Path, _log!.LastEntryIndex, elapsed.TotalMilliseconds);
        _firstReady.TrySetResult();
    }

    /// <summary>Lets proposals that are on their way arrive; new ones are refused.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _notReady ??= "The node is stopping.";
        if (_cluster is null) return;
        await Gate.CloseAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseLogAsync();
        LogStopped(_state!.AppliedIndex);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseLogAsync();
        _stateMachine?.Dispose();
        _state?.Dispose();
        _folder?.Dispose(); // last: the next process may start now
        _closing.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _folder = DataFolder.Open(options.Value.DataPath);
        if (_folder.IsNew) LogNewFolder(_folder.Path);
        _space = DiskSpace.Of(_folder.Path, time, _logger);
        _space.Look();
        LogFiles.Check(_folder.LogPath);
        _state = StateDatabase.Open(_folder.StateFile, loggers.CreateLogger<StateDatabase>());
        holder.Set(_state);
        var logger = loggers.CreateLogger<Snapshotter>();
        var snapshots = new Snapshotter(_state, new SnapshotFolder(_folder.SnapshotsPath, logger), options.Value.SnapshotEntries, logger);
        snapshots.Restore();
        hub.ResetAll();
        _stateMachine = new BatataStateMachine(_state, hub, codec, appliers(), snapshots, Fail);
        try
        {
            _log = new DurableWriteAheadLog(_folder.LogPath, _stateMachine);
            if (_log.LastEntryIndex < _state.AppliedIndex)
                throw new DataFolderException($"The log in {_folder.LogPath} ends at entry {_log.LastEntryIndex}, but the state is at {_state.AppliedIndex}: entries are lost. Restore the data folder from a backup.");
            _stateMachine.Attach(_log);
            _cluster = new RaftCluster(RaftConfiguration.For(options.Value, loggers)) { AuditTrail = _log };
            await _cluster.StartAsync(cancellationToken);
            await _cluster.WaitForLeadershipAsync(cancellationToken);
        }
        catch (IntegrityException e) when (e is not WriteAheadLog.InternalException)
        {
            throw new DataFolderException($"The log in {_folder.LogPath} is damaged: {e.Message} Restore the data folder from a backup.", e);
        }
        catch (WriteAheadLog.InternalException e)
        {
            throw new DataFolderException($"The log in {_folder.LogPath} cannot be applied: {e.Message}", e.InnerException);
        }
    }

    private async Task CloseLogAsync()
    {
        if (_log is null) return;
        await _closing.CancelAsync();
        if (_cluster is { } cluster)
        {
            await cluster.StopAsync(CancellationToken.None);
            await cluster.DisposeAsync();
            _cluster = null;
        }
        await _log.DisposeAsync();
        _log = null;
        await _background;
        await _stateMachine!.CloseAsync();
    }

    private Task RunBackgroundAsync(DataFolder folder, DurableWriteAheadLog log, DiskSpace space, CancellationToken closing)
    {
        var memory = new LogMemory(folder.LogPath, time, () => log.LastEntryIndex);
        return Task.WhenAll(WatchAsync(log), space.RunAsync(closing), Task.Run(() => memory.RunAsync(closing), CancellationToken.None));
    }

    /// <summary>The log works in the background. When that fails, by a full or broken disk, nobody is told but who waits for entries to be applied.</summary>
    private async Task WatchAsync(DurableWriteAheadLog log)
    {
        try
        {
            await log.WaitForApplyAsync(long.MaxValue);
        }
        catch (ObjectDisposedException)
        {
            // Closed.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>An entry that cannot be applied must not be skipped: this node would differ from then on. It stops; a restart tries again.</summary>
    private void Fail(Exception e)
    {
        const string reason = "The log failed.";
        if (_notReady == reason) return;
        _notReady = reason;
        _ = Gate.CloseAsync(); // who is inside learns it from the log; nobody waits here
        LogFailed(e);
        Environment.ExitCode = 70; // EX_SOFTWARE of sysexits.h
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Information, Message = "Log in {DataPath} is applied up to entry {LastIndex}; ready after {ElapsedMs:F0} ms")]
    private partial void LogReady(string dataPath, long lastIndex, double elapsedMs);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Information, Message = "New data folder {DataPath}: this node begins empty")]
    private partial void LogNewFolder(string dataPath);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Information, Message = "Log closed; the state is applied up to entry {AppliedIndex}")]
    private partial void LogStopped(long appliedIndex);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Critical, Message = "The log cannot go on. The node stops rather than lose or skip an entry")]
    private partial void LogFailed(Exception exception);
}
