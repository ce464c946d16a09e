using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Application.Agents;

/// <summary>
/// Changes what an agent has, and the catalog with it where the agent's own list changed: what is registered again unchanged repairs nothing there,
/// as with Consul; <see cref="SyncAgentEntry"/> does that. For the applying thread. Protocol source: Consul <c>agent/local/state.go</c>.
/// </summary>
internal sealed class AgentWriter(IAgentRepository agents, ICatalogState catalog, ICatalogWriter writer)
{
    /// <summary>Its node; or the one other node whose agent has the id, or of several the only one that is alive. Null when that is none or not clear.</summary>
    public string? OwnerOfService(string node, string id) => agents.FindService(node, id) is { } own ? own.Node : OnlyOf(agents.NodesWithService(id));

    public string? OwnerOfCheck(string node, string id) => agents.FindCheck(node, id) is { } own ? own.Node : OnlyOf(agents.NodesWithCheck(id));

    public void PutService(AgentService service, ulong index, StateChanges changes)
    {
        TakeOver(service, index, changes);
        var before = agents.FindService(service.Node, service.Id);
        agents.Save(service);
        if (before is not null && before.Definition.IsSameAs(service.Definition)) return;
        changes.Add(WatchTopic.Agent(service.Node));
        ShowService(service, index, changes);
    }

    /// <summary>One that is there already keeps its status and output, whatever it is given. Consul does so to keep it from flapping.</summary>
    /// <param name="isSingle">
    /// Registered for itself. Consul 1.x compares such a one with what is there before it gives it the status and output of that (<c>addCheckLocked</c>), so it is
    /// written to the catalog, with an output that was held back, unless nothing was reported yet.
    /// </param>
    public void PutCheck(AgentCheck check, DateTimeOffset at, ulong index, StateChanges changes, bool isSingle = false)
    {
        var before = agents.FindCheck(check.Node, check.Id);
        if (check.State.ServiceId.Length > 0 && agents.FindService(check.Node, check.State.ServiceId) is { } service)
            check = check with { State = check.State with { ServiceName = service.Definition.Name, ServiceTags = service.Definition.Tags } };
        var given = check.State;
        if (before is not null) check = check with { State = given with { Status = before.State.Status, Output = before.State.Output } };
        check = check with { Registration = index, ReportedAt = at, IsReported = false, IsExpired = false, CriticalSince = null };
        agents.Save(check);
        changes.Add(new AgentCheckChanged(check.Node, check.Id, check, IsRegistration: true));
        if (before is null || !before.State.IsSameAs(isSingle ? given : check.State)) ShowCheck(check, index, changes);
    }

    /// <summary>A state that was reported.</summary>
    /// <param name="withOutput">False: a change of output alone is not shown to the catalog yet.</param>
    public void PutState(AgentCheck before, AgentCheck check, bool withOutput, ulong index, StateChanges changes)
    {
        agents.SaveState(check);
        changes.Add(new AgentCheckChanged(check.Node, check.Id, check, IsRegistration: false));
        if (before.State.Status != check.State.Status || (withOutput && before.State.Output != check.State.Output)) ShowCheck(check, index, changes);
    }

    /// <summary>With its checks, and the sidecar that came with it.</summary>
    public void RemoveService(string node, string id, ulong index, StateChanges changes)
    {
        foreach (var check in agents.ChecksOfService(node, id)) RemoveCheckRow(check, changes);
        if (agents.RemoveService(node, id)) changes.Add(WatchTopic.Agent(node));
        writer.RemoveService(node, id, index, changes);
        var sidecar = id + AgentService.SidecarSuffix;
        if (agents.FindService(node, sidecar) is { IsSidecar: true }) RemoveService(node, sidecar, index, changes);
    }

    public void RemoveCheck(AgentCheck check, ulong index, StateChanges changes)
    {
        RemoveCheckRow(check, changes);
        writer.RemoveCheck(check.Node, check.Id, index, changes);
    }

    /// <summary>Writes it to the catalog as the agent has it; its checks, too, where the catalog lost them with it.</summary>
    public void ShowService(AgentService service, ulong index, StateChanges changes)
    {
        // Refused only when the node is not in the catalog yet: the comparison brings it.
        if (!writer.PutService(service.Definition, index, changes).Ok) return;
        foreach (var check in agents.ChecksOfService(service.Node, service.Id)) writer.PutCheck(check.State, index, changes);
    }

    public void ShowCheck(AgentCheck check, ulong index, StateChanges changes)
    {
        // As Consul's syncCheck, which sends the service along.
        var serviceId = check.State.ServiceId;
        if (serviceId.Length > 0 && catalog.FindService(check.Node, serviceId) is null && agents.FindService(check.Node, serviceId) is { } service)
            writer.PutService(service.Definition, index, changes);
        writer.PutCheck(check.State, index, changes);
    }

    /// <summary>
    /// The same instance (id, name, a given address, port) that another node's agent has: its client came back through another node. It moves, so that
    /// nothing is left behind there that nobody would ever take away.
    /// </summary>
    private void TakeOver(AgentService service, ulong index, StateChanges changes)
    {
        if (service.IsSidecar || service.IsFromFile || service.Definition.Address.Length == 0) return;
        foreach (var node in agents.NodesWithService(service.Id))
        {
            if (node.Equals(service.Node, StringComparison.OrdinalIgnoreCase)) continue;
            var other = agents.FindService(node, service.Id)!.Definition;
            if (other.Name == service.Definition.Name && other.Address == service.Definition.Address && other.Port == service.Definition.Port)
                RemoveService(node, service.Id, index, changes);
        }
    }

    /// <summary>Nodes that left the catalog do not count: what they had came back elsewhere, or comes back with them.</summary>
    private string? OnlyOf(IReadOnlyList<string> nodes)
    {
        if (nodes is [var only]) return only;
        var there = nodes.Where(node => catalog.FindNode(node) is not null).ToList();
        if (there is [var left]) return left;
        return there.Where(node => catalog.FindCheck(node, CatalogNode.SerfCheckId) is { Status: CheckStatus.Passing }).ToList() is [var alive] ? alive : null;
    }

    private void RemoveCheckRow(AgentCheck check, StateChanges changes)
    {
        if (agents.RemoveCheck(check.Node, check.Id)) changes.Add(new AgentCheckChanged(check.Node, check.Id, null, IsRegistration: false));
    }
}
