using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// Writes what is new of the runs of this node's checks. Output alone waits until the last write of the check is five minutes old, as with
/// Consul's <c>check_update_interval</c>; each check by a little more or less, so that they do not come together.
/// </summary>
internal sealed class CheckReports(IReplicatedLog log, IAgentQueries queries, HeldOutputs held, TimeProvider time) : ICheckReports
{
    private static readonly TimeSpan OutputPeriod = TimeSpan.FromMinutes(5);

    public async Task<bool> ReportAsync(AgentCheck check, string status, string output, CancellationToken cancellationToken)
    {
        var now = await queries.CheckAsync(check.Node, check.Id, cancellationToken);
        if (now is null || now.Registration != check.Registration) return true;
        var isKnown = now.IsReported && now.State.Status == status && (status != CheckStatus.Critical || now.CriticalSince is not null);
        if (isKnown && now.State.Output == output)
        {
            held.Drop(check);
            return true;
        }
        if (isKnown)
        {
            var until = held.Hold(check, output, now.ReportedAt + OutputPeriod * (0.75 + Random.Shared.NextDouble() / 2));
            if (time.GetUtcNow() < until) return true;
        }
        var entry = new ReportAgentCheckEntry(check.Node, check.Id, status, output, check.Registration, Now(), null);
        return (await log.ProposeAsync(entry, cancellationToken)) is { Ok: true } or { Failure.Code: AgentFailures.RefusedCode or AgentFailures.UnknownCode };
    }

    public string OutputOf(AgentCheck check) => held.Find(check) ?? check.State.Output;

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
