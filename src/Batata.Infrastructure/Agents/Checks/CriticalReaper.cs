using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// Takes away services of this agent, and of those that this node stands in for, whose check has been reported critical for too long. Protocol source: Consul
/// <c>reapServices</c>: every 30 s, and what is below a minute is a minute.
/// </summary>
internal sealed partial class CriticalReaper(AgentDuty duty, IAgentQueries agents, IMediator mediator, INodeState node, TimeProvider time, ILogger<CriticalReaper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await node.FirstReady.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Every, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryReapAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the node.
        }
    }

    private async Task TryReapAsync(CancellationToken stopping)
    {
        try
        {
            await ReapAsync(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogFailed(e);
        }
    }

    internal async Task ReapAsync(CancellationToken cancellationToken)
    {
        foreach (var agent in duty.Nodes) await ReapAsync(agent, cancellationToken);
    }

    private async Task ReapAsync(string agent, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reaped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var check in await agents.ChecksAsync(agent, cancellationToken))
        {
            if (!IsOver(check, now) || !WasLookedAt(check, duty.Since(agent), now) || !reaped.Add(check.State.ServiceId)) continue;
            var done = await mediator.Send(new DeregisterAgent(agent, IsService: true, check.State.ServiceId), cancellationToken);
            if (done.Ok) LogReaped(check.State.ServiceId, check.Id, (now - check.CriticalSince!.Value).TotalSeconds);
            else LogKept(check.State.ServiceId, done.Failure.Message);
        }
    }

    /// <summary>By whoever stands in for its node: what was critical when that was lost may have passed since.</summary>
    private static bool WasLookedAt(AgentCheck check, DateTimeOffset? since, DateTimeOffset now) =>
        since is not { } begun || (now - begun > check.Definition.Interval + Least && now - begun > check.Definition.Ttl);

    private static bool IsOver(AgentCheck check, DateTimeOffset now)
    {
        var after = check.Definition.DeregisterCriticalAfter;
        return after > TimeSpan.Zero && check.State.ServiceId.Length > 0 && check.State.Status == CheckStatus.Critical
            && check.CriticalSince is { } since && now - since > (after > Least ? after : Least);
    }

    [LoggerMessage(EventId = 3408, Level = LogLevel.Error, Message = "Services that are critical for too long could not be looked for; they will be again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 3404, Level = LogLevel.Information, Message = "Service {ServiceId} is taken away: its check {CheckId} has been critical for {Seconds:F0} s")]
    private partial void LogReaped(string serviceId, string checkId, double seconds);

    [LoggerMessage(EventId = 3405, Level = LogLevel.Warning, Message = "Service {ServiceId} has been critical for too long and could not be taken away yet: {Reason}")]
    private partial void LogKept(string serviceId, string reason);
}
