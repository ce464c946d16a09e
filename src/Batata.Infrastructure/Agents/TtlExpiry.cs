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
/// Ends the TTLs of the checks of this node, and of those that it stands in for, that nobody reported in time. A TTL runs from the commit of its last report;
/// after a restart, from the time that the report had; where this node began to stand in, from then: the loss of a node ends none.
/// </summary>
internal sealed partial class TtlExpiry(
    IReplicatedLog log, IAgentQueries queries, AgentDuty duty, TtlDeadlines deadlines, INodeState node, TimeProvider time, ILogger<TtlExpiry> logger) : BackgroundService
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
                await foreach (var (key, check) in deadlines.All.TakeDueAsync(stoppingToken)) await ExpireAsync(key, check, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var node in duty.Nodes)
        {
            var since = duty.Since(node);
            foreach (var check in await queries.ChecksAsync(node, cancellationToken))
            {
                if (!check.Definition.IsTtl || check.IsExpired) continue;
                var (key, from) = (TtlDeadlines.KeyOf(node, check.Id), since is { } begun && begun > check.ReportedAt ? begun : check.ReportedAt);
                var left = from + check.Definition.Ttl - time.GetUtcNow();
                if (since is null) deadlines.All.SetIfAbsent(key, check, left);
                else deadlines.All.Set(key, check, left); // whatever is there may be of an earlier time
            }
        }
    }

    private async Task ExpireAsync(string key, AgentCheck check, CancellationToken cancellationToken)
    {
        if (!duty.Has(check.Node)) return;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var expired = await log.ProposeAsync(
            new ReportAgentCheckEntry(check.Node, check.Id, CheckStatus.Critical, "", check.Registration, at, check.ReportedAt), cancellationToken);
        if (expired.Ok) LogExpired(check.Id);
        else if (expired.Failure.Kind is FailureKind.Unavailable or FailureKind.OutcomeUnknown) deadlines.All.SetIfAbsent(key, check, RetryAfter);
    }

    [LoggerMessage(EventId = 3301, Level = LogLevel.Debug, Message = "The TTL of check {CheckId} ran out")]
    private partial void LogExpired(string checkId);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Error, Message = "TTLs of checks could not be ended; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
