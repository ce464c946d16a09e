using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Agents;

/// <summary>Takes a service with its checks, or a check, from the agent of the node; or from the one other agent that has it.</summary>
/// <param name="IsFromFile">Only when it stands in the configuration file of this node.</param>
public sealed record DeregisterAgent(string Node, bool IsService, string Id, bool IsFromFile = false) : IRequest<Outcome<Done>>;

internal sealed class DeregisterAgentHandler(IReplicatedLog log) : IRequestHandler<DeregisterAgent, Outcome<Done>>
{
    public Task<Outcome<Done>> Handle(DeregisterAgent request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new DeregisterAgentEntry(request.Node, request.IsService, request.Id, request.IsFromFile), cancellationToken);
}

public sealed record DeregisterAgentEntry(string Node, bool IsService, string Id, bool IsFromFile) : ReplicatedEntry<Done>;

internal sealed class DeregisterAgentApplier(AgentWriter writer, IAgentRepository agents, IStateIndex indexes) : IApplier<DeregisterAgentEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(DeregisterAgentEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(entry.IsService ? RemoveService(entry, changes) : RemoveCheck(entry, changes));

    private Outcome<Done> RemoveService(DeregisterAgentEntry entry, IChangeSink changes)
    {
        if (writer.OwnerOfService(entry.Node, entry.Id) is not { } owner || (entry.IsFromFile && agents.FindService(entry.Node, entry.Id) is not { IsFromFile: true }))
            return AgentFailures.UnknownService(entry.Id);
        var changed = new StateChanges();
        writer.RemoveService(owner, entry.Id, indexes.Next(), changed);
        changed.Tell(changes);
        return default(Done);
    }

    private Outcome<Done> RemoveCheck(DeregisterAgentEntry entry, IChangeSink changes)
    {
        var owner = entry.IsFromFile ? entry.Node : writer.OwnerOfCheck(entry.Node, entry.Id);
        if (owner is null || agents.FindCheck(owner, entry.Id) is not { } check || (entry.IsFromFile && !check.IsFromFile)) return AgentFailures.UnknownCheck(entry.Id);
        var changed = new StateChanges();
        writer.RemoveCheck(check, indexes.Next(), changed);
        changed.Tell(changes);
        return default(Done);
    }
}
