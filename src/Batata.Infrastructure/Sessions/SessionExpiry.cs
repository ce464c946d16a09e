using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Sessions;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Sessions;

/// <summary>Ends sessions that nobody renewed, many at once. Only the leader does, while no other node can lead.</summary>
internal sealed partial class SessionExpiry(RaftNode node, IReplicatedLog log, ILeaderLease lease, SessionTimers timers, TimeProvider time, ILogger<SessionExpiry> logger) : BackgroundService
{
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Of the time in which this node leads.</summary>
    private CancellationToken _led = new(canceled: true);

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
            timers.RestartAll();
        }
        while (timers.TakeDue(MostAtOnce) is { Count: > 0 } due)
        {
            var ended = false;
            try
            {
                if (!lease.TryHold(out _)) return;
                var outcome = await log.ProposeAsync(new EndSessionsEntry(due), cancellationToken);
                ended = outcome.Ok;
                if (!ended) return; // what became of it is told by the log, if it was written
                LogEnded(outcome.Value);
            }
            finally
            {
                if (!ended) timers.GiveBack(due);
            }
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Debug, Message = "{Count} sessions ended that nobody renewed")]
    private partial void LogEnded(int count);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Error, Message = "Sessions that nobody renewed could not be ended; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
