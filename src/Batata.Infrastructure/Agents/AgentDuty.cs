using System.Collections.Frozen;
using Batata.Application.Agents;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// Whose agent this node is: its own always, and that of nodes that are lost while it leads the cluster, so that their checks are run, their TTLs end and what
/// asked to be taken away is. Any thread.
/// </summary>
internal sealed class AgentDuty(ILocalAgent local)
{
    private volatile FrozenDictionary<string, DateTimeOffset> _lost = FrozenDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Its own comes first.</summary>
    public IEnumerable<string> Nodes => _lost.Keys.Prepend(local.Node);

    public bool Has(string node) => IsOwn(node) || _lost.ContainsKey(node);

    public bool IsOwn(string node) => node.Equals(local.Node, StringComparison.OrdinalIgnoreCase);

    /// <summary>Since when it stands in for that node; null when it does not.</summary>
    public DateTimeOffset? Since(string node) => _lost.TryGetValue(node, out var since) ? since : null;

    /// <returns>False when nothing changed.</returns>
    public bool StandInFor(IReadOnlyCollection<string> lost, DateTimeOffset now)
    {
        var before = _lost;
        if (lost.Count == before.Count && lost.All(before.ContainsKey)) return false;
        _lost = lost.ToFrozenDictionary(static node => node, node => before.GetValueOrDefault(node, now), StringComparer.OrdinalIgnoreCase);
        return true;
    }
}

/// <summary>Looks anew at what the agents have that this node is.</summary>
internal interface IDutyFollower
{
    void DutyChanged();
}
