using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// Proposes to forget history that is older than it is kept, until there is none. Protocol source: Nacos 3.1 <c>DefaultHistoryConfigCleaner</c>,
/// which removes a thousand rows in ten minutes and no more.
/// </summary>
internal sealed partial class HistorySweep(
    IConfigQueries queries, IReplicatedLog log, ILeaderLease lease, IOptions<ConfigOptions> options, TimeProvider time, ILogger<HistorySweep> logger) : BackgroundService
{
    public const int Batch = 1000;
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

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
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.HistoryRetentionDays);
        before = DateTimeOffset.FromUnixTimeMilliseconds(before.ToUnixTimeMilliseconds());
        var total = 0;
        while (await queries.OldestHistoryAsync(cancellationToken) is { } oldest && oldest < before)
        {
            var forgotten = await log.ProposeAsync(new ForgetHistoryEntry(before, Batch), cancellationToken);
            if (!forgotten.Ok)
            {
                LogRefused(forgotten.Failure.Message);
                return;
            }
            total += forgotten.Value;
            if (forgotten.Value < Batch) break;
        }
        if (total > 0) LogForgotten(total, options.Value.HistoryRetentionDays);
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Information, Message = "Forgot {Count} rows of config history older than {Days} days")]
    private partial void LogForgotten(int count, int days);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "Old config history could not be forgotten, and will be tried again: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Error, Message = "Old config history could not be forgotten; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
