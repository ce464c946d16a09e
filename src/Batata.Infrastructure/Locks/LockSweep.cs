using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Locks;
using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Locks;

/// <summary>Proposes to forget locks whose lease has been over for an hour.</summary>
internal sealed partial class LockSweep(
    IReplicatedLog log, INodeState node, StateDatabaseHolder state, LockClock clock, TimeProvider time, ILogger<LockSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private static readonly Sql SelectOver = new("SELECT 1 FROM held_lock WHERE held_until_ms < ?1 LIMIT 1");

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
        if (node.NotReadyReason is not null) return;
        var before = clock.NowMs - (long)Kept.TotalMilliseconds;
        if (!await state.Database.ReadAsync(before, static (session, before, _) => IsAnyOver(session, before), cancellationToken)) return;
        var forgotten = await log.ProposeAsync(new ForgetLocksEntry(before), cancellationToken);
        if (forgotten.Ok) LogForgotten(forgotten.Value);
    }

    private static bool IsAnyOver(StateSession session, long before)
    {
        using var row = session.Prepare(SelectOver).Bind(1, before);
        return row.Step();
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Debug, Message = "Forgot {Count} locks that nobody gave back")]
    private partial void LogForgotten(int count);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Error, Message = "Locks that nobody gave back could not be forgotten; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
