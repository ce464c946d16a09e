using Batata.Application.Agents;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// Shows the health of a service or a node as that of another service. What is on this agent is read from it, and woken by its checks; another node from the
/// catalog, woken by that. Protocol source: Consul <c>CheckAlias</c>.
/// </summary>
internal sealed partial class AliasLoop(
    IAgentQueries agents, ICatalogQueries catalog, IWatches watches, ICheckReports reports, TimeProvider time, ILogger<AliasLoop> logger)
{
    /// <summary>Whatever wakes it or not. Protocol source: Consul <c>checkAliasMaxDuration</c>… one minute.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Checks elsewhere may change many times a second.</summary>
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    /// <param name="wake">Set when checks of the aliased service changed on this agent.</param>
    public async Task RunAsync(AgentCheck check, AsyncWake wake, CancellationToken ending)
    {
        while (true)
        {
            try
            {
                if (check.Definition.AliasNode.Length > 0) await LookElsewhereAsync(check, ending);
                else await LookHereAsync(check, wake, ending);
            }
            catch (Exception e) when (!ending.IsCancellationRequested)
            {
                LogFailed(e, check.Id);
                await Task.Delay(LookEvery, time, ending);
            }
        }
    }

    private async Task LookHereAsync(AgentCheck check, AsyncWake wake, CancellationToken ending)
    {
        var service = check.Definition.AliasService;
        var checks = await agents.ChecksAsync(check.Node, ending);
        var result = await JudgeAsync(check.Definition, checks.Select(static one => one.State), async () => await agents.ServiceAsync(check.Node, service, ending) is not null);
        await reports.ReportAsync(check, result.Status, result.Output, ending);
        await wake.WaitAsync(LookEvery, time, ending);
    }

    private async Task LookElsewhereAsync(AgentCheck check, CancellationToken ending)
    {
        using var watch = watches.Open(new WatchTopic(WatchKind.Node, check.Definition.AliasNode.ToLowerInvariant()), new WatchTopic(WatchKind.Checks));
        var (node, _) = await catalog.NodeAsync(check.Definition.AliasNode, ending);
        var service = check.Definition.AliasService;
        var result = await JudgeAsync(
            check.Definition, node?.Checks ?? [], () => Task.FromResult(service.Length == 0 || (node is not null && node.Services.Any(one => one.Id == service))));
        await reports.ReportAsync(check, result.Status, result.Output, ending);
        await Task.WhenAny(watch.Fired, Task.Delay(LookEvery, time, ending));
        await Task.Delay(AtMostEvery, time, ending);
    }

    private static async Task<CheckResult> JudgeAsync(CheckDefinition alias, IEnumerable<HealthCheck> checks, Func<Task<bool>> exists)
    {
        var (result, found, any) = (CheckResult.Passing("No checks found."), false, false);
        foreach (var check in checks)
        {
            var ofService = check.ServiceId == alias.AliasService;
            if (check.ServiceId.Length > 0 && !ofService) continue;
            if (!any) result = CheckResult.Passing("All checks passing.");
            (found, any) = (found || ofService, true);
            if (check.Status is not (CheckStatus.Critical or CheckStatus.Warning)) continue;
            if (result.Status == CheckStatus.Passing || check.Status == CheckStatus.Critical) result = new CheckResult(check.Status, $"Aliased check \"{check.Name}\" failing: {check.Output}");
            if (check.Status == CheckStatus.Critical) break;
        }
        if (found || await exists()) return result;
        return CheckResult.Critical($"Service {alias.AliasService} could not be found on node {alias.AliasNode}");
    }

    [LoggerMessage(EventId = 3402, Level = LogLevel.Error, Message = "The alias check {CheckId} failed by itself")]
    private partial void LogFailed(Exception exception, string checkId);
}
