using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.KeyHistory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.KeyHistory;

/// <summary>Proposes to forget versions of keys that are too old, some at a time; all of them when no history is kept any more. Only the leader does.</summary>
internal sealed partial class KeyHistoryCleaner(
    IReplicatedLog log, ILeaderLease lease, IKeyHistoryQueries history, IOptions<KeyHistoryOptions> options, TimeProvider time, ILogger<KeyHistoryCleaner> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private const int MostAtOnce = 2_000;

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
        var (versions, days) = (options.Value.Versions, options.Value.Days);
        if (versions > 0 && days == 0) return;
        DateTimeOffset? before = versions == 0 ? null : time.GetUtcNow().AddDays(-days);
        var forgotten = 0;
        while (lease.TryHold(out _) && await history.FindOldAsync(before, MostAtOnce, cancellationToken) is { } upTo)
        {
            var outcome = await log.ProposeAsync(new ForgetKeyHistoryEntry(upTo), cancellationToken);
            if (!outcome.Ok) break;
            forgotten += outcome.Value;
            if (outcome.Value < MostAtOnce) break;
        }
        if (forgotten > 0) LogForgotten(forgotten);
    }

    [LoggerMessage(EventId = 3351, Level = LogLevel.Debug, Message = "{Count} old versions of keys are forgotten")]
    private partial void LogForgotten(int count);

    [LoggerMessage(EventId = 3352, Level = LogLevel.Error, Message = "Old versions of keys could not be forgotten; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
