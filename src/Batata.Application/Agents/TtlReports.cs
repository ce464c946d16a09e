using Batata.Application.Abstractions;
using Batata.Domain.Shared;

namespace Batata.Application.Agents;

/// <summary>What clients say of their checks with a TTL, to whichever node. A heartbeat: called directly, not through the mediator.</summary>
public sealed class TtlReports(IReplicatedLog log, ITtlRenewals renewals, IReadBarrier barrier, ILocalAgent local, TimeProvider time)
{
    private static readonly Task<Outcome<Done>> Taken = Task.FromResult<Outcome<Done>>(default(Done));

    /// <summary>A beat that repeats what is known moves the time of its check and is not written, as with Consul's agents.</summary>
    /// <returns><c>agent.unknown</c>, or <c>agent.refused</c> when the check has no TTL.</returns>
    /// <exception cref="UnavailableException">No leader could be asked in time. The check is kept alive all the same.</exception>
    public Task<Outcome<Done>> ReportAsync(string checkId, string status, string output, CancellationToken cancellationToken)
    {
        if (!renewals.TryRenew(local.Node, checkId, status, output)) return WriteAsync(checkId, status, output, cancellationToken);
        return barrier.IsPassed ? Taken : RenewBehindBarrierAsync(checkId, status, output, cancellationToken);
    }

    /// <summary>Another node may have acknowledged another status that is not applied here yet.</summary>
    private async Task<Outcome<Done>> RenewBehindBarrierAsync(string checkId, string status, string output, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        return renewals.TryRenew(local.Node, checkId, status, output) ? default(Done) : await WriteAsync(checkId, status, output, cancellationToken);
    }

    private Task<Outcome<Done>> WriteAsync(string checkId, string status, string output, CancellationToken cancellationToken) =>
        log.ProposeAsync(new ReportAgentCheckEntry(local.Node, checkId, status, output, 0, time.Now(), null), cancellationToken);
}
