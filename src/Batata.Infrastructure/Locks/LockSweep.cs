using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Locks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Locks;

/// <summary>Proposes to forget locks whose lease has been over for an hour. One node does it for all; two that propose the same do no harm.</summary>
internal sealed partial class LockSweep(IReplicatedLog log, ILeaderLease lease, ILockLeases leases, TimeProvider time, ILogger<LockSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

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
        while (lease.TryHold(out _) && leases.OverFor(Kept, MostAtOnce) is { Count: > 0 } over)
        {
            var forgotten = await log.ProposeAsync(new ForgetLocksEntry(over), cancellationToken);
            if (!forgotten.Ok) return; // again in ten minutes
            LogForgotten(forgotten.Value);
        }
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Debug, Message = "Forgot {Count} locks that nobody gave back")]
    private partial void LogForgotten(int count);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Error, Message = "Locks that nobody gave back could not be forgotten; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
