using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Agents;

/// <summary>Registers a check of the node, or of a service that is there.</summary>
/// <returns><c>agent.unknown</c> when the service is not.</returns>
public sealed record RegisterAgentCheck(AgentCheck Check) : IRequest<Outcome<Done>>;

internal sealed class RegisterAgentCheckHandler(IReplicatedLog log, TimeProvider time) : IRequestHandler<RegisterAgentCheck, Outcome<Done>>
{
    public Task<Outcome<Done>> Handle(RegisterAgentCheck request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new RegisterAgentCheckEntry(request.Check, time.Now()), cancellationToken);
}

public sealed record RegisterAgentCheckEntry(AgentCheck Check, DateTimeOffset At) : ReplicatedEntry<Done>;

internal sealed class RegisterAgentCheckApplier(AgentWriter writer, IStateIndex indexes) : IApplier<RegisterAgentCheckEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(RegisterAgentCheckEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var check = entry.Check;
        if (check.State.ServiceId.Length > 0)
        {
            // With the service, wherever in the cluster that was registered.
            if (writer.OwnerOfService(check.Node, check.State.ServiceId) is not { } owner)
                return ValueTask.FromResult<Outcome<Done>>(AgentFailures.NoSuchService(check.State.ServiceId));
            check = check with { State = check.State with { Node = owner } };
        }
        var changed = new StateChanges();
        writer.PutCheck(check, entry.At, indexes.Next(), changed, isSingle: true);
        changed.Tell(changes);
        return ValueTask.FromResult<Outcome<Done>>(default(Done));
    }
}
