using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>
/// Sets threshold, selector and data of a service, also of one that registrations made; what is not sent is emptied, clusters stay.
/// Refused with <c>naming.service_missing</c>. Protocol source: Nacos <c>ServiceOperatorV2Impl.update</c>.
/// </summary>
public sealed record UpdateService(ServiceKey Service, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData) : IRequest<Outcome<Done>>;

/// <summary>
/// Sets how a cluster is checked; it need not have instances yet. Refused with <c>naming.cluster_service_missing</c>.
/// Protocol source: Nacos <c>ClusterOperatorV2Impl</c>.
/// </summary>
public sealed record UpdateCluster(ServiceKey Service, string Cluster, ServiceCluster Settings) : IRequest<Outcome<Done>>;

internal sealed class UpdateServiceHandler(IReplicatedLog log, IReadBarrier barrier, IServiceDirectory directory) :
    IRequestHandler<UpdateService, Outcome<Done>>,
    IRequestHandler<UpdateCluster, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(UpdateService request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        if (directory.Find(request.Service)?.Kind is not { } kind) return NamingFailures.ServiceMissing(request.Service);
        return await log.ProposeAsync(
            new UpdateServiceEntry(request.Service, kind, request.ProtectThreshold, request.Selector, request.ExtendData), cancellationToken);
    }

    public async Task<Outcome<Done>> Handle(UpdateCluster request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        if (directory.Find(request.Service)?.Kind is not { } kind) return NamingFailures.ClusterServiceMissing(request.Service);
        return await log.ProposeAsync(new UpdateClusterEntry(request.Service, kind, request.Cluster, request.Settings), cancellationToken);
    }
}

/// <param name="KnownAs">
/// What the proposer knows the service as. It counts before what is stored: a service that was emptied may have come back as the other kind.
/// </param>
public sealed record UpdateServiceEntry(ServiceKey Service, ServiceKind KnownAs, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData)
    : ReplicatedEntry<Done>;

/// <param name="KnownAs">As in <see cref="UpdateServiceEntry"/>.</param>
public sealed record UpdateClusterEntry(ServiceKey Service, ServiceKind KnownAs, string Cluster, ServiceCluster Settings) : ReplicatedEntry<Done>;

internal sealed class UpdateServiceApplier(INamingRepository naming) : IApplier<UpdateServiceEntry, Done>, IApplier<UpdateClusterEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(UpdateServiceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(entry.Service, entry.KnownAs, cancellationToken);
        return await SaveAsync(entry.Service, stored.Edit(entry.ProtectThreshold, entry.Selector, entry.ExtendData), changes, cancellationToken);
    }

    public async ValueTask<Outcome<Done>> ApplyAsync(UpdateClusterEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(entry.Service, entry.KnownAs, cancellationToken);
        return await SaveAsync(entry.Service, stored.EditCluster(entry.Cluster, entry.Settings), changes, cancellationToken);
    }

    private async ValueTask<ServiceMetadata> FindAsync(ServiceKey service, ServiceKind knownAs, CancellationToken cancellationToken)
    {
        var kind = await naming.HasInstancesAsync(service, cancellationToken) ? ServiceKind.Persistent : knownAs;
        return await naming.FindServiceAsync(service, cancellationToken) is { } stored ? stored with { Kind = kind } : ServiceMetadata.Of(kind);
    }

    private async ValueTask<Outcome<Done>> SaveAsync(ServiceKey service, ServiceMetadata metadata, IChangeSink changes, CancellationToken cancellationToken)
    {
        await naming.SaveServiceAsync(service, metadata, cancellationToken);
        changes.Add<NamingChanged>(new ServiceMetadataChanged(service, metadata, ServiceRemoved: false));
        return new Done();
    }
}
