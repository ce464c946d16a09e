using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Agents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// The checks that this node runs: those of its own agent, and nobody else's, so that each runs on one node of the cluster. A node that is lost takes its runs
/// with it; its checks stay as they are, as with Consul. One task follows the registrations, each check has a loop of its own.
/// </summary>
internal sealed partial class CheckRunners(
    ILocalAgent local, IAgentQueries agents, ProbeLoop probes, AliasLoop aliases, AgentCheckQueue changes, INodeState node, ILogger<CheckRunners> logger) : BackgroundService
{
    private readonly Dictionary<string, CheckRun> _runs = new(StringComparer.Ordinal);

    /// <summary>Taken away, and perhaps not ended yet.</summary>
    private readonly Dictionary<string, CheckRun> _leaving = new(StringComparer.Ordinal);

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
        var checks = await agents.ChecksAsync(local.Node, stopping);
        var ids = checks.Select(static check => check.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _runs.Keys.Where(id => !ids.Contains(id)).ToList()) Remove(gone);
        foreach (var check in checks) Put(check, stopping);
        var active = _runs.Values.Count(static run => run.IsActive);
        LogRunning(active);
    }

    private void Take(AgentCheckChanged change, CancellationToken stopping)
    {
        var before = _runs.GetValueOrDefault(change.CheckId)?.Check;
        if (change.Check is { } check) Put(check, stopping);
        else Remove(change.CheckId);
        WakeAliases(before?.State.ServiceId);
        if (change.Check?.State.ServiceId != before?.State.ServiceId) WakeAliases(change.Check?.State.ServiceId);
    }

    /// <summary>The same registration goes on; another one starts anew, when the run of the one before has ended.</summary>
    private void Put(AgentCheck check, CancellationToken stopping)
    {
        var before = _runs.GetValueOrDefault(check.Id);
        if (before is not null && before.Check.Registration == check.Registration)
        {
            before.Check = check;
            return;
        }
        if (before is null) _leaving.Remove(check.Id, out before);
        else before.Stop();
        var run = new CheckRun(check, stopping);
        if (probes.Runs(check)) run.Start(before, ending => probes.RunAsync(check, ending));
        else if (check.Definition.Kind == "alias") run.Start(before, ending => aliases.RunAsync(check, run.Wake, ending));
        _runs[check.Id] = run;
    }

    private void Remove(string id)
    {
        if (!_runs.Remove(id, out var run)) return;
        run.Stop();
        foreach (var (ended, _) in _leaving.Where(static one => !one.Value.IsActive).ToList()) _leaving.Remove(ended);
        if (run.IsActive) _leaving[id] = run;
    }

    private void WakeAliases(string? serviceId)
    {
        if (string.IsNullOrEmpty(serviceId)) return;
        foreach (var run in _runs.Values)
        {
            if (run.Check.Definition.AliasService == serviceId) run.Wake.Set();
        }
    }

    [LoggerMessage(EventId = 3403, Level = LogLevel.Information, Message = "Checks of Consul's agent that this node runs: {Count}")]
    private partial void LogRunning(int count);
}
