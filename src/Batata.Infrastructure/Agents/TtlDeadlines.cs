using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// When the TTLs of the checks of this node, and of those that it stands in for, run out. Follows what is committed. A beat of this node's own check that says
/// nothing new moves its time and is no entry of the log.
/// </summary>
internal sealed class TtlDeadlines(AgentDuty duty, TimeProvider time) : IChangeObserver<AgentCheckChanged>, IDutyFollower, ITtlRenewals
{
    private int _mustRead = 1;

    public Deadlines<RunningTtl> All { get; } = new(time, longestWait: TimeSpan.FromSeconds(1));

    /// <summary>The state was replaced, or nothing was read yet: once.</summary>
    public bool MustRead() => Interlocked.Exchange(ref _mustRead, 0) == 1;

    public static string KeyOf(string node, string id) => $"{node.ToLowerInvariant()}\n{id}";

    /// <summary>Only for checks of its own: what this node hears while it stands in for another one is not known there.</summary>
    public bool TryRenew(string node, string checkId, string status, string output) =>
        duty.IsOwn(node) && All.TryPutOff(KeyOf(node, checkId), (status, output), static (ttl, said) => ttl.SaysNothingNew(said.status, said.output) ? ttl.Check.Definition.Ttl : null);

    public void Observe(AgentCheckChanged change)
    {
        if (!duty.Has(change.Node)) return;
        var key = KeyOf(change.Node, change.CheckId);
        if (change.Check is { Definition.IsTtl: true, IsExpired: false } check) All.Set(key, new RunningTtl(check, IsTold: true), check.Definition.Ttl);
        else All.Remove(key);
    }

    public void DutyChanged() => MustReadAgain();

    public void Reset()
    {
        All.Clear();
        MustReadAgain();
    }

    private void MustReadAgain()
    {
        Volatile.Write(ref _mustRead, 1);
        All.Wake();
    }
}

/// <param name="IsTold">It came with a commit, in its order. One that was read may be gone or another one by now.</param>
internal sealed record RunningTtl(AgentCheck Check, bool IsTold)
{
    public bool SaysNothingNew(string status, string output) =>
        IsTold && Check.IsReported && Check.State.Status == status && (status != CheckStatus.Critical || Check.CriticalSince is not null)
        && Check.State.Output == CheckOutput.Cut(output, Check.Definition.OutputBytes);
}
