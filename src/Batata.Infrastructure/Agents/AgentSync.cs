using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Catalog;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// Compares what this node's agent has with its node in the catalog, every one to two minutes, and has the catalog put right. Soon after the start, too.
/// Protocol source: Consul <c>agent/ae</c>.
/// </summary>
internal sealed partial class AgentSync(
    IReplicatedLog log, IAgentQueries agents, ICatalogQueries catalog, ILocalAgent local, INodeState node, TimeProvider time, ILogger<AgentSync> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Consul's <c>check_update_interval</c>.</summary>
    private static readonly TimeSpan OutputPeriod = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, DateTimeOffset> _newOutputs = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await node.FirstReady.WaitAsync(stoppingToken);
        var wait = AfterStart;
        while (true)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                wait = await RunAsync(stoppingToken) ? Period + Period * Random.Shared.NextDouble() : AfterFailure;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
                wait = AfterFailure;
            }
        }
    }

    /// <returns>False when it could not be put right and the catalog is as it was.</returns>
    internal async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var (shown, _) = await catalog.NodeAsync(local.Node, cancellationToken);
        if (shown is null || !shown.Node.Name.Equals(local.Node, StringComparison.OrdinalIgnoreCase)) return false;
        var services = await agents.ServicesAsync(local.Node, cancellationToken);
        var checks = await agents.ChecksAsync(local.Node, cancellationToken);
        var due = DueOutputs(checks, shown);
        var found = AgentDifferences.Between(services, checks, shown.Services, shown.Checks, due);
        if (!found.Any) return true;
        var synced = await log.ProposeAsync(new SyncAgentEntry(local.Node, [.. due.Order(StringComparer.Ordinal)]), cancellationToken);
        if (synced.Ok) LogSynced(found.ForeignServices.Count + found.ForeignChecks.Count, found.Services.Count, found.Checks.Count);
        return synced.Ok;
    }

    /// <summary>Outputs that have differed for long enough to be written for themselves.</summary>
    private HashSet<string> DueOutputs(IReadOnlyList<AgentCheck> checks, NodeContent shown)
    {
        var now = time.GetUtcNow();
        var shownOutputs = shown.Checks.ToDictionary(static check => check.CheckId, static check => check.Output, StringComparer.OrdinalIgnoreCase);
        var differing = checks.Where(check => shownOutputs.TryGetValue(check.Id, out var output) && output != check.State.Output).Select(static check => check.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _newOutputs.Keys.Where(id => !differing.Contains(id)).ToList()) _newOutputs.Remove(gone);
        foreach (var id in differing) _newOutputs.TryAdd(id, now);
        return _newOutputs.Where(one => now - one.Value >= OutputPeriod).Select(static one => one.Key).ToHashSet(StringComparer.Ordinal);
    }

    [LoggerMessage(EventId = 3311, Level = LogLevel.Information, Message = "The catalog of this node was put right: {Foreign} foreign entries removed, {Services} services and {Checks} checks written")]
    private partial void LogSynced(int foreign, int services, int checks);

    [LoggerMessage(EventId = 3312, Level = LogLevel.Error, Message = "The catalog of this node could not be compared with its agent; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
