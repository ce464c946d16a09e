using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents;

/// <summary>When the TTLs of this node's checks run out. Follows what is committed.</summary>
internal sealed class TtlDeadlines(ILocalAgent local, TimeProvider time) : IChangeObserver<AgentCheckChanged>
{
    private int _mustRead = 1;

    public Deadlines<AgentCheck> All { get; } = new(time);

    /// <summary>The state was replaced, or nothing was read yet: once.</summary>
    public bool MustRead() => Interlocked.Exchange(ref _mustRead, 0) == 1;

    public void Observe(AgentCheckChanged change)
    {
        if (!change.Node.Equals(local.Node, StringComparison.OrdinalIgnoreCase)) return;
        if (change.Check is { Definition.IsTtl: true, IsExpired: false } check) All.Set(change.CheckId, check, check.Definition.Ttl);
        else All.Remove(change.CheckId);
    }

    public void Reset()
    {
        Volatile.Write(ref _mustRead, 1);
        All.Wake();
    }
}
