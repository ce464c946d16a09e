using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// The checks that this node runs: those of its own agent, and of those that it stands in for but for what looks at the machine of its node, so that each runs on
/// one node of the cluster. One task follows the registrations, each check has a loop of its own.
/// </summary>
internal sealed partial class CheckRunners(
    AgentDuty duty, IAgentQueries agents, ProbeLoop probes, AliasLoop aliases, AgentCheckQueue changes, INodeState node, ILogger<CheckRunners> logger) : BackgroundService
{
    private readonly Dictionary<RunKey, CheckRun> _runs = [];

    /// <summary>Taken away, and perhaps not ended yet.</summary>
    private readonly Dictionary<RunKey, CheckRun> _leaving = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await node.FirstReady.WaitAsync(stoppingToken);
            await ReadAllAsync(stoppingToken);
            await foreach (var change in changes.ReadAllAsync(stoppingToken))
            {
                if (change is null) await ReadAllAsync(stoppingToken);
                else Take(change, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the node.
        }
        finally
        {
            foreach (var run in _runs.Values) run.Stop();
            await Task.WhenAll(_runs.Values.Concat(_leaving.Values).Select(static run => run.Ended));
        }
    }

    private async Task ReadAllAsync(CancellationToken stopping)
    {
        var (checks, keys) = (new List<AgentCheck>(), new HashSet<RunKey>());
        foreach (var agent in duty.Nodes) checks.AddRange(await agents.ChecksAsync(agent, stopping));
        foreach (var check in checks) keys.Add(RunKey.Of(check.Node, check.Id));
        foreach (var gone in _runs.Keys.Where(key => !keys.Contains(key)).ToList()) Remove(gone);
        foreach (var check in checks) Put(check, stopping);
        var active = _runs.Values.Count(static run => run.IsActive);
        LogRunning(active);
    }

    private void Take(AgentCheckChanged change, CancellationToken stopping)
    {
        if (!duty.Has(change.Node)) return; // not any more
        var key = RunKey.Of(change.Node, change.CheckId);
        var before = _runs.GetValueOrDefault(key)?.Check;
        if (change.Check is { } check) Put(check, stopping);
        else Remove(key);
        WakeAliases(key.Node, before?.State.ServiceId);
        if (change.Check?.State.ServiceId != before?.State.ServiceId) WakeAliases(key.Node, change.Check?.State.ServiceId);
    }

    /// <summary>The same registration goes on; another one starts anew, when the run of the one before has ended.</summary>
    private void Put(AgentCheck check, CancellationToken stopping)
    {
        var key = RunKey.Of(check.Node, check.Id);
        var before = _runs.GetValueOrDefault(key);
        if (before is not null && before.Check.Registration == check.Registration)
        {
            before.Check = check;
            return;
        }
        if (before is null) _leaving.Remove(key, out before);
        else before.Stop();
        var run = new CheckRun(check, stopping);
        var isOutOfReach = !duty.IsOwn(check.Node) && CheckReach.IsOfItsNode(check.Definition);
        if (!isOutOfReach && probes.Runs(check)) run.Start(before, ending => probes.RunAsync(check, ending));
        else if (check.Definition.Kind == "alias") run.Start(before, ending => aliases.RunAsync(check, run.Wake, ending));
        _runs[key] = run;
    }

    private void Remove(RunKey key)
    {
        if (!_runs.Remove(key, out var run)) return;
        run.Stop();
        foreach (var (ended, _) in _leaving.Where(static one => !one.Value.IsActive).ToList()) _leaving.Remove(ended);
        if (run.IsActive) _leaving[key] = run;
    }

    private void WakeAliases(string agent, string? serviceId)
    {
        if (string.IsNullOrEmpty(serviceId)) return;
        foreach (var (key, run) in _runs)
        {
            if (run.Check.Definition.AliasService == serviceId && key.Node == agent) run.Wake.Set();
        }
    }

    private readonly record struct RunKey(string Node, string Id)
    {
        public static RunKey Of(string node, string id) => new(node.ToLowerInvariant(), id);
    }

    [LoggerMessage(EventId = 3403, Level = LogLevel.Information, Message = "Checks of Consul's agents that this node runs: {Count}")]
    private partial void LogRunning(int count);
}
