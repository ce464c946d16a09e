using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Shared;

namespace Batata.Application.Agents;

/// <summary>Makes the catalog of a node what its agent has. Proposed by that node when it sees a difference; what differs is judged again here.</summary>
/// <param name="OutputsOf">Checks whose newest output is due.</param>
public sealed record SyncAgentEntry(string Node, IReadOnlyList<string> OutputsOf) : ReplicatedEntry<Done>;

internal sealed class SyncAgentApplier(AgentWriter agent, IAgentRepository agents, ICatalogState catalog, ICatalogWriter writer, IStateIndex indexes)
    : IApplier<SyncAgentEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(SyncAgentEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (catalog.FindNode(entry.Node) is null) return ValueTask.FromResult<Outcome<Done>>(default(Done)); // the members bring it
        var found = AgentDifferences.Between(
            agents.ServicesOf(entry.Node), agents.ChecksOf(entry.Node), catalog.ServicesOf(entry.Node), catalog.ChecksOf(entry.Node), entry.OutputsOf.ToHashSet(StringComparer.Ordinal));
        if (!found.Any) return ValueTask.FromResult<Outcome<Done>>(default(Done));
        var (index, changed) = (indexes.Next(), new StateChanges());
        foreach (var id in found.ForeignServices) writer.RemoveService(entry.Node, id, index, changed);
        foreach (var id in found.ForeignChecks) writer.RemoveCheck(entry.Node, id, index, changed); // unless it went with its service
        foreach (var service in found.Retagged) agents.Save(service);
        if (found.Retagged.Count > 0) changed.Add(WatchTopic.Agent(entry.Node));
        foreach (var service in found.Services) agent.ShowService(service, index, changed);
        foreach (var check in found.Checks) agent.ShowCheck(check, index, changed);
        changed.Tell(changes);
        return ValueTask.FromResult<Outcome<Done>>(default(Done));
    }
}
