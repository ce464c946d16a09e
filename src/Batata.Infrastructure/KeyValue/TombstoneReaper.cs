using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.KeyValue;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Watches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.KeyValue;

/// <summary>
/// Proposes to forget tombstones a quarter of an hour after they were left, with half a minute's precision. The leader notes how far they were when; a new one
/// begins its notes anew, so they stay longer then. Protocol source: Consul <c>state.TombstoneGC</c>.
/// </summary>
internal sealed partial class TombstoneReaper(RaftNode node, IReplicatedLog log, ILeaderLease lease, StateDatabaseHolder state, TimeProvider time, ILogger<TombstoneReaper> logger) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, ulong Index)> _notes = new();
    private CancellationToken _led = new(canceled: true);
    private ulong _noted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!lease.TryHold(out _)) return;
        if (_led.IsCancellationRequested)
        {
            _led = node.Led;
            _notes.Clear();
            _noted = 0;
        }
        var last = await state.Database.ReadAsync(0, static (session, _, _) => StateIndexes.Read(session, StateIndexes.Tombstones), cancellationToken);
        if (last != _noted)
        {
            _notes.Enqueue((time.GetTimestamp(), last));
            _noted = last;
        }
        ulong? upTo = null;
        while (_notes.TryPeek(out var note) && time.GetElapsedTime(note.At) >= Kept)
        {
            upTo = note.Index;
            _notes.Dequeue();
        }
        if (upTo is not { } index) return;
        var reaped = await log.ProposeAsync(new ReapTombstonesEntry(index), cancellationToken);
        if (!reaped.Ok) _noted = 0; // they are noted again
        else if (reaped.Value > 0) LogReaped(reaped.Value);
    }

    [LoggerMessage(EventId = 3111, Level = LogLevel.Debug, Message = "Forgot {Count} tombstones of keys")]
    private partial void LogReaped(int count);

    [LoggerMessage(EventId = 3112, Level = LogLevel.Error, Message = "Tombstones of keys could not be forgotten; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
