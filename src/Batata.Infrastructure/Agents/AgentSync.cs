using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Application.Catalog;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// Compares what this node's agent, and those that it stands in for, have with their nodes in the catalog, every one to two minutes, and has the catalog put
/// right. Soon after the start, too.
/// Protocol source: Consul <c>agent/ae</c>.
/// </summary>
internal sealed partial class AgentSync(
    IReplicatedLog log, IAgentQueries agents, ICatalogQueries catalog, AgentDuty duty, INodeState node, TimeProvider time, ILogger<AgentSync> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Consul's <c>check_update_interval</c>.</summary>
    private static readonly TimeSpan OutputPeriod = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Node, string Id), DateTimeOffset> _newOutputs = [];

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

    /// <returns>False when one could not be put right and the catalog is as it was.</returns>
    internal async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var agent in duty.Nodes) all &= await RunAsync(agent, cancellationToken);
        foreach (var gone in _newOutputs.Keys.Where(key => !duty.Has(key.Node)).ToList()) _newOutputs.Remove(gone);
        return all;
    }

    private async Task<bool> RunAsync(string agent, CancellationToken cancellationToken)
    {
        var (shown, _) = await catalog.NodeAsync(agent, cancellationToken);
        if (shown is null || !shown.Node.Name.Equals(agent, StringComparison.OrdinalIgnoreCase)) return false;
        var services = await agents.ServicesAsync(agent, cancellationToken);
        var checks = await agents.ChecksAsync(agent, cancellationToken);
        var due = DueOutputs(agent, checks, shown);
        var found = AgentDifferences.Between(services, checks, shown.Services, shown.Checks, due);
        if (!found.Any) return true;
        var synced = await log.ProposeAsync(new SyncAgentEntry(agent, [.. due.Order(StringComparer.Ordinal)]), cancellationToken);
        if (synced.Ok) LogSynced(agent, found.ForeignServices.Count + found.ForeignChecks.Count, found.Services.Count, found.Checks.Count);
        return synced.Ok;
    }

    /// <summary>Outputs that have differed for long enough to be written for themselves.</summary>
    private HashSet<string> DueOutputs(string agent, IReadOnlyList<AgentCheck> checks, NodeContent shown)
    {
        var now = time.GetUtcNow();
        var shownOutputs = shown.Checks.ToDictionary(static check => check.CheckId, static check => check.Output, StringComparer.OrdinalIgnoreCase);
        var differing = checks.Where(check => shownOutputs.TryGetValue(check.Id, out var output) && output != check.State.Output).Select(static check => check.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _newOutputs.Keys.Where(key => key.Node == agent && !differing.Contains(key.Id)).ToList()) _newOutputs.Remove(gone);
        foreach (var id in differing) _newOutputs.TryAdd((agent, id), now);
        return _newOutputs.Where(one => one.Key.Node == agent && now - one.Value >= OutputPeriod).Select(static one => one.Key.Id).ToHashSet(StringComparer.Ordinal);
    }

    [LoggerMessage(EventId = 3311, Level = LogLevel.Information, Message = "The catalog of node {Node} was put right: {Foreign} foreign entries removed, {Services} services and {Checks} checks written")]
    private partial void LogSynced(string node, int foreign, int services, int checks);

    [LoggerMessage(EventId = 3312, Level = LogLevel.Error, Message = "The catalog could not be compared with the agent; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
