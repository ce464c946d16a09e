using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// Ends the TTLs of the checks of this node, and of those that it stands in for, that nobody reported in time. A TTL runs from its last report; all run anew
/// when this node starts, when it begins to stand in for another, and when it was away (paused, or nothing could be written): the loss of a node ends none.
/// Protocol source: Consul <c>CheckTTL.Start</c>, which begins with the whole TTL.
/// </summary>
internal sealed partial class TtlExpiry(
    IReplicatedLog log, IAgentQueries queries, AgentDuty duty, TtlDeadlines deadlines, INodeState node, TimeProvider time, ILogger<TtlExpiry> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks lies a second at most. After more than this no client could be heard in between.</summary>
    private static readonly TimeSpan AwayAfter = TimeSpan.FromSeconds(5);

    private long _lookedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await node.FirstReady.WaitAsync(stoppingToken);
        _lookedAt = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (deadlines.MustRead()) await ReadAsync(stoppingToken);
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (key, ttl) in deadlines.All.TakeDueAsync(cancellationToken))
        {
            if (WasAway()) deadlines.All.SetIfAbsent(key, ttl with { IsTold = false }, ttl.Check.Definition.Ttl);
            else await ExpireAsync(key, ttl, cancellationToken);
        }
        WasAway();
    }

    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var node in duty.Nodes)
        {
            var since = duty.Since(node);
            foreach (var check in await queries.ChecksAsync(node, cancellationToken))
            {
                if (!check.Definition.IsTtl || check.IsExpired) continue;
                var (key, ttl) = (TtlDeadlines.KeyOf(node, check.Id), new RunningTtl(check, IsTold: false));
                if (since is null)
                {
                    deadlines.All.SetIfAbsent(key, ttl, check.Definition.Ttl); // nobody wrote down when it was last heard
                    continue;
                }
                // Whatever is there may be of an earlier time.
                var from = since > check.ReportedAt ? since.Value : check.ReportedAt;
                deadlines.All.Set(key, ttl, from + check.Definition.Ttl - time.GetUtcNow());
            }
        }
    }

    /// <summary>If so, all run anew.</summary>
    private bool WasAway()
    {
        var last = Interlocked.Exchange(ref _lookedAt, time.GetTimestamp());
        if (last == 0 || time.GetElapsedTime(last) < AwayAfter) return false;
        deadlines.All.PutOffAll(static ttl => ttl.Check.Definition.Ttl);
        LogAway();
        return true;
    }

    private async Task ExpireAsync(string key, RunningTtl ttl, CancellationToken cancellationToken)
    {
        var check = ttl.Check;
        if (!duty.Has(check.Node)) return;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var expired = await log.ProposeAsync(
            new ReportAgentCheckEntry(check.Node, check.Id, CheckStatus.Critical, "", check.Registration, at, check.ReportedAt), cancellationToken);
        if (expired.Ok) LogExpired(check.Id);
        else if (expired.Failure.Kind is FailureKind.Unavailable or FailureKind.OutcomeUnknown) deadlines.All.SetIfAbsent(key, ttl with { IsTold = false }, RetryAfter);
    }

    [LoggerMessage(EventId = 3301, Level = LogLevel.Debug, Message = "The TTL of check {CheckId} ran out")]
    private partial void LogExpired(string checkId);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Information, Message = "This node could not hear its clients for some seconds: the TTLs of their checks run anew")]
    private partial void LogAway();

    [LoggerMessage(EventId = 3302, Level = LogLevel.Error, Message = "TTLs of checks could not be ended; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
