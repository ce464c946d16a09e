using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>
/// Removes an empty service with all that was set for it; afterwards it may be made anew, of either kind. Refused with
/// <c>naming.service_missing</c> or <c>naming.service_not_empty</c>. Protocol source: Nacos <c>ServiceOperatorV2Impl.delete</c>.
/// </summary>
public sealed record RemoveService(ServiceKey Service) : IRequest<Outcome<Done>>;

internal sealed class RemoveServiceHandler(IReplicatedLog log, IReadBarrier barrier, IServiceDirectory directory) : IRequestHandler<RemoveService, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(RemoveService request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        return directory.Find(request.Service) switch
        {
            null or { Kind: null } => NamingFailures.ServiceMissing(request.Service),
            { Instances.Length: > 0 } => NamingFailures.ServiceNotEmpty(request.Service),
            _ => await log.ProposeAsync(new RemoveServiceEntry(request.Service), cancellationToken),
        };
    }
}

public sealed record RemoveServiceEntry(ServiceKey Service) : ReplicatedEntry<Done>;

internal sealed class RemoveServiceApplier(INamingRepository naming) : IApplier<RemoveServiceEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(RemoveServiceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (await naming.HasInstancesAsync(entry.Service, cancellationToken)) return NamingFailures.ServiceNotEmpty(entry.Service);
        await naming.RemoveServiceAsync(entry.Service, cancellationToken);
        // Told although nothing may be stored: a service that registrations made is known in memory alone, on every node.
        changes.Add<NamingChanged>(new ServiceMetadataChanged(entry.Service, null, ServiceRemoved: true));
        return new Done();
    }
}
