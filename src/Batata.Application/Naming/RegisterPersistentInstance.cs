using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>
/// Registers a persistent instance, or replaces that of the same address. Protocol source: Nacos <c>PersistentClientOperationServiceImpl</c>.
/// Refused with <c>naming.instance</c> or <c>naming.kind_conflict</c>.
/// </summary>
public sealed record RegisterPersistentInstance(ServiceKey Service, Instance Instance) : IRequest<Outcome<Done>>;

/// <summary>Removes the persistent instance of an address. Nothing there is a success.</summary>
public sealed record DeregisterPersistentInstance(ServiceKey Service, string Ip, int Port) : IRequest<Outcome<Done>>;

internal sealed class RegisterPersistentInstanceHandler(IReplicatedLog log, IServiceDirectory directory) :
    IRequestHandler<RegisterPersistentInstance, Outcome<Done>>,
    IRequestHandler<DeregisterPersistentInstance, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(RegisterPersistentInstance request, CancellationToken cancellationToken)
    {
        if (InstanceRules.Problem(request.Instance) is { } problem) return problem;
        // Ephemeral registrations are not in the log, so only this node can say that the service holds them. Both kinds that come at the same
        // moment may get in; the service then takes persistent ones from now on and keeps the others as long as their clients live.
        if (directory.Find(request.Service)?.Kind == ServiceKind.Ephemeral) return NamingFailures.KindConflict(request.Service, ServiceKind.Ephemeral);
        return await log.ProposeAsync(new RegisterPersistentEntry(request.Service, request.Instance with { Ephemeral = false }), cancellationToken);
    }

    public Task<Outcome<Done>> Handle(DeregisterPersistentInstance request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new DeregisterPersistentEntry(request.Service, request.Ip, request.Port), cancellationToken);
}

public sealed record RegisterPersistentEntry(ServiceKey Service, Instance Instance) : ReplicatedEntry<Done>;

public sealed record DeregisterPersistentEntry(ServiceKey Service, string Ip, int Port) : ReplicatedEntry<Done>;

internal sealed class RegisterPersistentApplier(INamingRepository naming) :
    IApplier<RegisterPersistentEntry, Done>,
    IApplier<DeregisterPersistentEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(RegisterPersistentEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (await naming.FindServiceAsync(entry.Service, cancellationToken) is { Kind: ServiceKind.Ephemeral })
            return NamingFailures.KindConflict(entry.Service, ServiceKind.Ephemeral);
        await naming.SaveInstanceAsync(entry.Service, entry.Instance, cancellationToken);
        changes.Add<NamingChanged>(new PersistentInstanceChanged(entry.Service, entry.Instance.Ip, entry.Instance.Port, entry.Instance));
        return new Done();
    }

    public async ValueTask<Outcome<Done>> ApplyAsync(DeregisterPersistentEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (await naming.RemoveInstanceAsync(entry.Service, entry.Ip, entry.Port, cancellationToken))
            changes.Add<NamingChanged>(new PersistentInstanceChanged(entry.Service, entry.Ip, entry.Port, null));
        return new Done();
    }
}
