using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;

namespace Batata.Application.Agents;

/// <summary>A check has a result: from a run, from a client for one with a TTL, or because no client came until its TTL ran out.</summary>
/// <param name="Registration">The one that was run; 0: a client reports, and only for a TTL.</param>
/// <param name="ExpiredSince">It ran out, counted from this report. Another report since then keeps it alive.</param>
public sealed record ReportAgentCheckEntry(
    string Node, string CheckId, string Status, string Output, ulong Registration, DateTimeOffset At, DateTimeOffset? ExpiredSince) : ReplicatedEntry<Done>;

internal sealed class ReportAgentCheckApplier(AgentWriter writer, IAgentRepository agents, IStateIndex indexes) : IApplier<ReportAgentCheckEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(ReportAgentCheckEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Apply(entry, changes));

    private Outcome<Done> Apply(ReportAgentCheckEntry entry, IChangeSink changes)
    {
        var owner = entry.Registration > 0 ? entry.Node : writer.OwnerOfCheck(entry.Node, entry.CheckId);
        if (owner is null || agents.FindCheck(owner, entry.CheckId) is not { } before) return AgentFailures.UnknownCheck(entry.CheckId);
        if (entry.Registration == 0 && !before.Definition.IsTtl) return AgentFailures.NoTtl(entry.CheckId);
        if ((entry.Registration > 0 && entry.Registration != before.Registration) || (entry.ExpiredSince is { } since && since != before.ReportedAt))
            return AgentFailures.Outdated(entry.CheckId);
        var output = entry.ExpiredSince is not null ? ExpiredOutput(before) : entry.Registration == 0 ? CheckOutput.Cut(entry.Output, before.Definition.OutputBytes) : entry.Output;
        var after = before with
        {
            State = before.State with { Status = entry.Status, Output = output },
            ReportedAt = entry.At,
            IsReported = true,
            IsExpired = entry.ExpiredSince is not null,
            CriticalSince = entry.Status == CheckStatus.Critical ? before.CriticalSince ?? entry.At : null,
        };
        var changed = new StateChanges();
        // Runs hold their outputs back themselves, but for the first: Consul 1.x shows it with the next change of the status, or when it is due.
        writer.PutState(before, after, withOutput: entry.Registration > 0 && before.IsReported, indexes.Next(), changed);
        changed.Tell(changes);
        return default(Done);
    }

    /// <summary>Protocol source: Consul <c>CheckTTL.getExpiredOutput</c>.</summary>
    private static string ExpiredOutput(AgentCheck check) =>
        check is { IsReported: true, State.Output.Length: > 0 } ? $"TTL expired (last output before timeout follows): {check.State.Output}" : "TTL expired";
}
