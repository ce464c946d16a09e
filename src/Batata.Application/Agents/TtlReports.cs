using Batata.Application.Abstractions;
using Batata.Domain.Shared;

namespace Batata.Application.Agents;

/// <summary>What clients say of their checks with a TTL, to whichever node. A heartbeat: called directly, not through the mediator.</summary>
public sealed class TtlReports(IReplicatedLog log, ILocalAgent local, TimeProvider time)
{
    /// <returns><c>agent.unknown</c>, or <c>agent.refused</c> when the check has no TTL.</returns>
    public Task<Outcome<Done>> ReportAsync(string checkId, string status, string output, CancellationToken cancellationToken) =>
        log.ProposeAsync(new ReportAgentCheckEntry(local.Node, checkId, status, output, 0, time.Now(), null), cancellationToken);
}
