using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// Looks whether configs are counted right, and has them counted again when not. Triggers keep the counts, so it finds nothing unless somebody wrote to
/// the file by hand. Protocol source: Nacos 3.1 <c>CapacityService.correctUsage</c>.
/// </summary>
internal sealed partial class UsageSweep(
    ICapacityQueries queries, IReplicatedLog log, ILeaderLease lease, IOptions<CapacityOptions> options, TimeProvider time, ILogger<UsageSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Managed) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.CorrectUsageSeconds), time);
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
        if (!lease.TryHold(out _) || await queries.WrongCountsAsync(cancellationToken) == 0) return;
        var corrected = await log.ProposeAsync(new CorrectUsageEntry(), cancellationToken);
        if (corrected.Ok) LogCorrected(corrected.Value);
        else LogRefused(corrected.Failure.Message);
    }

    [LoggerMessage(EventId = 1504, Level = LogLevel.Warning, Message = "Configs were counted again: {Wrong} counts were wrong")]
    private partial void LogCorrected(int wrong);

    [LoggerMessage(EventId = 1505, Level = LogLevel.Warning, Message = "Configs could not be counted again, and will be tried again: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventId = 1506, Level = LogLevel.Error, Message = "Counts of configs could not be checked; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
