using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents;

/// <summary>When the TTLs of the checks of this node, and of those that it stands in for, run out. Follows what is committed.</summary>
internal sealed class TtlDeadlines(AgentDuty duty, TimeProvider time) : IChangeObserver<AgentCheckChanged>, IDutyFollower
{
    private int _mustRead = 1;

    public Deadlines<AgentCheck> All { get; } = new(time);

    /// <summary>The state was replaced, or nothing was read yet: once.</summary>
    public bool MustRead() => Interlocked.Exchange(ref _mustRead, 0) == 1;

    public static string KeyOf(string node, string id) => $"{node.ToLowerInvariant()}\n{id}";

    public void Observe(AgentCheckChanged change)
    {
        if (!duty.Has(change.Node)) return;
        var key = KeyOf(change.Node, change.CheckId);
        if (change.Check is { Definition.IsTtl: true, IsExpired: false } check) All.Set(key, check, check.Definition.Ttl);
        else All.Remove(key);
    }

    public void DutyChanged() => Reset();

    public void Reset()
    {
        Volatile.Write(ref _mustRead, 1);
        All.Wake();
    }
}
