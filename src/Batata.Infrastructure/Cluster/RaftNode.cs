using Batata.Application.Cluster;
using Batata.Application.Telemetry;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Cluster.Writing;
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
internal sealed partial class RaftNode : IHostedService, INodeState, ILeaderLease, IAsyncDisposable
{
    private const string Starting = "The node is starting.";
    private const string Stopping = "The node is stopping.";

    private readonly ClusterOptions _options;
    private readonly StateDatabaseHolder _holder;
    private readonly StateSchema _schema;
    private readonly ChangeHub _hub;
    private readonly EntryCodec _codec;
    private readonly Func<EntryAppliers> _appliers;
    private readonly PeerTransport _peers;
    private readonly Func<IEnumerable<IStartCondition>> _conditions;
    private readonly MemberDirectory _directory;
    private readonly KnownMembers _known;
    private readonly FeatureLevels _levels;
    private readonly LevelRaiser _raiser;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly Timings _timings;
    private readonly AwaitedAnswers _awaited = new();
    private readonly LeaderBarrier _barrier;
    private readonly TaskCompletionSource _firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private CancellationToken _caughtUp = new(canceled: true);
    private DataFolder? _folder;
    private StateDatabase? _state;
    private MemberStore? _members;
    private BatataStateMachine? _stateMachine;
    private DurableWriteAheadLog? _log;
    private RaftCluster? _cluster;
    private Task _background = Task.CompletedTask;
    private DiskSpace? _space;
    private volatile string? _notReady = Starting;

    public RaftNode(
        IOptions<ClusterOptions> options,
        StateDatabaseHolder holder,
        StateSchema schema,
        ChangeHub hub,
        EntryCodec codec,
        Func<EntryAppliers> appliers,
        PeerTransport peers,
        Func<IEnumerable<IStartCondition>> conditions,
        MemberDirectory directory,
        KnownMembers known,
        FeatureLevels levels,
        Timings timings,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_options, _holder, _hub, _codec, _appliers, _peers, _conditions, _lifetime, _time, _loggers) = (options.Value, holder, hub, codec, appliers, peers, conditions, lifetime, time, loggers);
        (_directory, _known, _levels, _schema) = (directory, known, levels, schema);
        _raiser = new LevelRaiser(this, levels, codec, loggers.CreateLogger<LevelRaiser>());
        _timings = timings;
        _logger = loggers.CreateLogger<RaftNode>();
        _barrier = new LeaderBarrier(this, peers.Clients, time);
        Writer = new LeaderWriter(this, loggers.CreateLogger<LeaderWriter>());
        BatchWriter = IsCluster ? new ClusterWriter(this, Writer, peers.Clients, _awaited, time, loggers.CreateLogger<ClusterWriter>()) : Writer;
    }

    public bool IsCluster => _options.IsCluster;

    public Task FirstReady => _firstReady.Task;

    /// <summary>Whoever uses <see cref="Cluster"/> is inside.</summary>
    public ProposalGate Gate { get; } = new();

    /// <summary>There while the gate is open, and null once it is closed by force.</summary>
    public RaftCluster? Cluster => _cluster;

    public BatataStateMachine StateMachine => _stateMachine!;

    /// <summary>Null on a node alone, and until the log is open.</summary>
    public Leadership? Leadership { get; private set; }

    /// <summary>Null on a node alone, and until the data folder is open.</summary>
    public Membership? Members { get; private set; }

    public LeaderWriter Writer { get; }

    public IBatchWriter BatchWriter { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
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
        Gate.Open();
        _background = RunBackgroundAsync(_folder!, _log!, _space!, _closing.Token);
        if (!IsCluster)
        {
            foreach (var condition in _conditions()) await condition.WaitAsync(cancellationToken);
            BecomeReady(started);
        }
        else _background = Task.WhenAll(_background, KeepMembersAsync(_closing.Token), JoinAsync(started, _closing.Token));
    }

    /// <summary>Lets proposals that are on their way arrive; new ones are refused.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _notReady ??= Stopping;
        if (_cluster is null) return;
        await Gate.CloseAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseLogAsync();
        LogStopped(_state!.AppliedIndex);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseLogAsync();
        _stateMachine?.Dispose();
        _members?.Dispose();
        _state?.Dispose();
        _folder?.Dispose(); // last: the next process may start now
        _closing.Dispose();
    }

    /// <summary>Waits until what is applied here holds every write that was acknowledged anywhere before.</summary>
    public async Task PassBarrierAsync(CancellationToken cancellationToken)
    {
        var led = Led;
        if (IsCluster) await _barrier.WaitAsync(cancellationToken);
        else await _cluster!.ApplyReadBarrierAsync(ReadBarrierType.Strong, cancellationToken);
        await StateMachine.CommitPendingAsync(cancellationToken);
        if (!led.IsCancellationRequested) _caughtUp = led;
    }

    /// <summary>For the leader of several: makes sure that no other one leads.</summary>
    /// <returns>Where the log was, or further; null when this node does not lead.</returns>
    public async Task<long?> LeaderIndexAsync(CancellationToken cancellationToken)
    {
        if (Leadership is not { IsLocal: true } || _cluster is not { } cluster || _log is not { } log) return null;
        var leading = cluster.LeadershipToken;
        await cluster.ApplyReadBarrierAsync(ReadBarrierType.Strong, cancellationToken); // which asks the next leader when this one is deposed meanwhile
        return leading.IsCancellationRequested ? null : log.LastCommittedEntryIndex;
    }

    /// <summary>Of the last entry that this node knows to be committed.</summary>
    public long CommittedIndex => _log?.LastCommittedEntryIndex ?? 0;

    public ValueTask WaitAppliedAsync(long index, CancellationToken cancellationToken) => _log!.WaitForApplyAsync(index, cancellationToken);

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _folder = DataFolder.Open(_options.DataPath);
        if (_folder.IsNew) LogNewFolder(_folder.Path);
        if (IsCluster) OpenMembers(_folder);
        else MemberFile.RefuseAlone(_folder);
        _space = DiskSpace.Of(_folder.Path, _time, _logger);
        _space.Look();
        LogFiles.Check(_folder.LogPath);
        _state = StateDatabase.Open(_folder.StateFile, _loggers.CreateLogger<StateDatabase>(), _schema);
        _holder.Set(_state);
        var logger = _loggers.CreateLogger<Snapshotter>();
        var snapshots = new Snapshotter(_state, new SnapshotFolder(_folder.SnapshotsPath, logger), _options.SnapshotEntries, logger);
        snapshots.Restore();
        _hub.ResetAll();
        _stateMachine = new BatataStateMachine(_state, _hub, _codec, _appliers(), snapshots, Fail, IsCluster ? _awaited : null, _members)
        {
            Applied = _timings.LogApplied,
            Room = IsCluster ? _space.WaitForRoomAsync : null,
        };
        try
        {
            _log = new DurableWriteAheadLog(_folder.LogPath, _stateMachine, _space);
            if (_log.LastEntryIndex < _state.AppliedIndex)
                throw new DataFolderException($"The log in {_folder.LogPath} ends at entry {_log.LastEntryIndex}, but the state is at {_state.AppliedIndex}: entries are lost. Restore the data folder from a backup.");
            _stateMachine.Attach(_log);
            var configuration = IsCluster ? RaftConfiguration.Among(_options, _peers, _members!, new RaftLoggers(_loggers, _time)) : RaftConfiguration.Alone(_options, _loggers);
            _cluster = new RaftCluster(configuration) { AuditTrail = _log };
            await _cluster.StartAsync(cancellationToken);
            if (IsCluster) Leadership = new Leadership(_cluster, _members!, _options.Self, _time, _loggers.CreateLogger<Leadership>());
            else
            {
                await _cluster.WaitForLeadershipAsync(cancellationToken);
                await _raiser.RaiseAloneAsync();
            }
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
        Leadership?.Dispose();
        if (_cluster is { } cluster)
        {
            await cluster.StopAsync(CancellationToken.None);
            await cluster.DisposeAsync();
            _cluster = null;
        }
        await _log.DisposeAsync();
        _log = null;
        await _background;
        await _standingAside;
        await _stateMachine!.CloseAsync();
        _awaited.LoseAll();
    }

    private void BecomeReady(long started)
    {
        if (Interlocked.CompareExchange(ref _notReady, null, Starting) != Starting) return; // it stops already
        var elapsed = _time.GetElapsedTime(started);
        LogReady(_folder!.Path, _log!.LastEntryIndex, elapsed.TotalMilliseconds);
        _firstReady.TrySetResult();
    }

    private Task RunBackgroundAsync(DataFolder folder, DurableWriteAheadLog log, DiskSpace space, CancellationToken closing)
    {
        var memory = new LogMemory(folder.LogPath, _time, () => log.LastEntryIndex);
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
        _lifetime.StopApplication();
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
