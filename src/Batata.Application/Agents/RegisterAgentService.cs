using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Agents;

/// <summary>Registers a service with its checks, or replaces its definition.</summary>
/// <param name="Checks">Of the service, with ids; those that are not named here stay.</param>
/// <param name="Sidecar">Registered with it; port 0 takes a free one of the range.</param>
/// <param name="SidecarChecks">None: the two that a sidecar has without any.</param>
/// <param name="ReplacesChecks">Checks of the service that are not named go.</param>
public sealed record RegisterAgentService(
    AgentService Service, IReadOnlyList<AgentCheck> Checks, AgentService? Sidecar, IReadOnlyList<AgentCheck> SidecarChecks, bool ReplacesChecks)
    : IRequest<Outcome<Done>>;

internal sealed class RegisterAgentServiceHandler(IReplicatedLog log, TimeProvider time) : IRequestHandler<RegisterAgentService, Outcome<Done>>
{
    public Task<Outcome<Done>> Handle(RegisterAgentService request, CancellationToken cancellationToken) => log.ProposeAsync(
        new RegisterAgentServiceEntry(request.Service, request.Checks, request.Sidecar, request.SidecarChecks, request.ReplacesChecks, time.Now()), cancellationToken);
}

public sealed record RegisterAgentServiceEntry(
    AgentService Service, IReadOnlyList<AgentCheck> Checks, AgentService? Sidecar, IReadOnlyList<AgentCheck> SidecarChecks, bool ReplacesChecks, DateTimeOffset At)
    : ReplicatedEntry<Done>;

internal sealed class RegisterAgentServiceApplier(AgentWriter writer, SidecarPorts ports, IAgentRepository agents, IStateIndex indexes)
    : IApplier<RegisterAgentServiceEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(RegisterAgentServiceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var sidecar = entry.Sidecar;
        if (sidecar is { Definition.Port: 0 })
        {
            if (ports.Find(sidecar) is not { } port) return ValueTask.FromResult<Outcome<Done>>(AgentFailures.NoSidecarPort(SidecarPorts.From, SidecarPorts.To));
            sidecar = sidecar with { Definition = sidecar.Definition with { Port = port } };
        }
        var (index, changed) = (indexes.Next(), new StateChanges());
        Put(entry.Service, entry.Checks, entry, index, changed);
        if (sidecar is not null) Put(sidecar, entry.SidecarChecks.Count > 0 ? entry.SidecarChecks : SidecarChecks.Of(sidecar, entry.Service.Id, entry.At), entry, index, changed);
        changed.Tell(changes);
        return ValueTask.FromResult<Outcome<Done>>(default(Done));
    }

    private void Put(AgentService service, IReadOnlyList<AgentCheck> checks, RegisterAgentServiceEntry entry, ulong index, StateChanges changed)
    {
        writer.PutService(service, index, changed);
        foreach (var check in checks) writer.PutCheck(check, entry.At, index, changed);
        if (!entry.ReplacesChecks) return;
        foreach (var old in agents.ChecksOfService(service.Node, service.Id))
        {
            // Maintenance is no check of the registration. Protocol source: Consul addServiceLocked, existingChecks.
            if (old.State.Type != MaintenanceChecks.Type && !checks.Any(check => check.Id == old.Id)) writer.RemoveCheck(old, index, changed);
        }
    }
}
