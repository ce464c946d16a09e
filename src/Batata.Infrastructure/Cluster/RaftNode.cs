using System.Net;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using DotNext.Net.Cluster.Consensus.Raft;
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
    private volatile string? _notReady = "The node is starting.";

    public string? NotReadyReason => _notReady ?? (IsLeading ? null : "This node has no leader.");

    public Task FirstReady => _firstReady.Task;

    /// <summary>Null until started and while stopping.</summary>
    public RaftCluster? Cluster => _notReady is null ? _cluster : null;

    private bool IsLeading => _cluster is { LeadershipToken.IsCancellationRequested: false };

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
        _notReady = null;
        _firstReady.TrySetResult();
        var elapsed = time.GetElapsedTime(started);
        LogReady(_folder!.Path, _log!.LastEntryIndex, elapsed);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _notReady ??= "The node is stopping.";
        if (_cluster is null) return;
        await CloseLogAsync(cancellationToken);
        LogStopped(_state!.AppliedIndex);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseLogAsync(CancellationToken.None);
        _stateMachine?.Dispose();
        _state?.Dispose();
        _folder?.Dispose(); // last: the next process may start now
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _folder = DataFolder.Open(options.Value.DataPath);
        _state = StateDatabase.Open(_folder.StateFile, loggers.CreateLogger<StateDatabase>());
        holder.Set(_state);
        hub.ResetAll();
        _stateMachine = new BatataStateMachine(_state, hub, codec, appliers(), () => _log!.LastCommittedEntryIndex, Fail);
        _log = new DurableWriteAheadLog(_folder.LogPath, _stateMachine);
        _cluster = new RaftCluster(Configuration()) { AuditTrail = _log };
        await _cluster.StartAsync(cancellationToken);
        await _cluster.WaitForLeadershipAsync(cancellationToken);
    }

    private async Task CloseLogAsync(CancellationToken cancellationToken)
    {
        if (_cluster is { } cluster)
        {
            await cluster.StopAsync(cancellationToken);
            await cluster.DisposeAsync();
            _cluster = null;
        }
        if (_log is { } log)
        {
            await log.DisposeAsync();
            _log = null;
            await _stateMachine!.CommitPendingAsync();
        }
    }

    private RaftCluster.CustomTransportConfiguration Configuration()
    {
        var address = new IPEndPoint(options.Value.ListenAddress, options.Value.RaftPort);
        var nobody = new LoneTransport();
        return new RaftCluster.CustomTransportConfiguration(address, nobody, nobody)
        {
            ConfigurationStorage = null!, // members come from the settings, not from the log
            LowerElectionTimeout = 500,
            UpperElectionTimeout = 1000,
            LoggerFactory = loggers,
        };
    }

    /// <summary>An entry that cannot be applied must not be skipped: this node would differ from then on. It stops; a restart tries again.</summary>
    private void Fail(Exception e)
    {
        _notReady = "An entry of the log could not be applied.";
        LogApplyFailed(e);
        Environment.ExitCode = 70; // EX_SOFTWARE
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Information, Message = "Log of {DataPath} is applied up to {LastIndex}; ready after {Elapsed}")]
    private partial void LogReady(string dataPath, long lastIndex, TimeSpan elapsed);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Information, Message = "Log closed; the state is applied up to {AppliedIndex}")]
    private partial void LogStopped(long appliedIndex);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Critical, Message = "An entry of the log could not be applied. The node stops rather than skip it")]
    private partial void LogApplyFailed(Exception exception);
}
