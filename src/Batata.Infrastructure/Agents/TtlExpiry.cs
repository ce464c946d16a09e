using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// Ends the TTLs of the checks of this node that nobody reported in time. A TTL runs from the commit of its last report; after a restart, from the
/// time that the report had. No other node does it: when this one is gone, its own check is critical and that counts for its services.
/// </summary>
internal sealed partial class TtlExpiry(
    IReplicatedLog log, IAgentQueries queries, ILocalAgent local, TtlDeadlines deadlines, INodeState node, TimeProvider time, ILogger<TtlExpiry> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await node.FirstReady.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (deadlines.MustRead()) await ReadAsync(stoppingToken);
                await foreach (var (id, check) in deadlines.All.TakeDueAsync(stoppingToken)) await ExpireAsync(id, check, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var check in await queries.ChecksAsync(local.Node, cancellationToken))
        {
            if (check.Definition.IsTtl && !check.IsExpired) deadlines.All.SetIfAbsent(check.Id, check, check.ReportedAt + check.Definition.Ttl - time.GetUtcNow());
        }
    }

    private async Task ExpireAsync(string id, AgentCheck check, CancellationToken cancellationToken)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var expired = await log.ProposeAsync(
            new ReportAgentCheckEntry(check.Node, id, CheckStatus.Critical, "", check.Registration, at, check.ReportedAt), cancellationToken);
        if (expired.Ok) LogExpired(id);
        else if (expired.Failure.Kind is FailureKind.Unavailable or FailureKind.OutcomeUnknown) deadlines.All.SetIfAbsent(id, check, RetryAfter);
    }

    [LoggerMessage(EventId = 3301, Level = LogLevel.Debug, Message = "The TTL of check {CheckId} ran out")]
    private partial void LogExpired(string checkId);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Error, Message = "TTLs of checks could not be ended; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
