using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>
/// Sets threshold, selector and data of a service, also of one that registrations made; what is not sent is emptied, kind and clusters stay.
/// Refused with <c>naming.service_missing</c>. Protocol source: Nacos <c>ServiceOperatorV2Impl.update</c>.
/// </summary>
public sealed record UpdateService(ServiceKey Service, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData) : IRequest<Outcome<Done>>;

/// <summary>
/// Sets how a cluster is checked; it need not have instances yet. Refused with <c>naming.cluster_service_missing</c>.
/// Protocol source: Nacos <c>ClusterOperatorV2Impl</c>.
/// </summary>
public sealed record UpdateCluster(ServiceKey Service, string Cluster, ServiceCluster Settings) : IRequest<Outcome<Done>>;

internal sealed class UpdateServiceHandler(IReplicatedLog log, IServiceDirectory directory) :
    IRequestHandler<UpdateService, Outcome<Done>>,
    IRequestHandler<UpdateCluster, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(UpdateService request, CancellationToken cancellationToken) =>
        directory.Find(request.Service)?.Kind is { } kind
            ? await log.ProposeAsync(
                new UpdateServiceEntry(request.Service, kind, request.ProtectThreshold, request.Selector, request.ExtendData), cancellationToken)
            : NamingFailures.ServiceMissing(request.Service);

    public async Task<Outcome<Done>> Handle(UpdateCluster request, CancellationToken cancellationToken) =>
        directory.Find(request.Service)?.Kind is { } kind
            ? await log.ProposeAsync(new UpdateClusterEntry(request.Service, kind, request.Cluster, request.Settings), cancellationToken)
            : NamingFailures.ClusterServiceMissing(request.Service);
}

/// <param name="KnownAs">What the proposer knows the service as; used when nothing is stored of it, which is so when registrations made it.</param>
public sealed record UpdateServiceEntry(ServiceKey Service, ServiceKind KnownAs, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData)
    : ReplicatedEntry<Done>;

/// <param name="KnownAs">As in <see cref="UpdateServiceEntry"/>.</param>
public sealed record UpdateClusterEntry(ServiceKey Service, ServiceKind KnownAs, string Cluster, ServiceCluster Settings) : ReplicatedEntry<Done>;

internal sealed class UpdateServiceApplier(INamingRepository naming) : IApplier<UpdateServiceEntry, Done>, IApplier<UpdateClusterEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(UpdateServiceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var stored = await naming.FindServiceAsync(entry.Service, cancellationToken) ?? ServiceMetadata.Of(entry.KnownAs);
        return await SaveAsync(entry.Service, stored.Edit(entry.ProtectThreshold, entry.Selector, entry.ExtendData), changes, cancellationToken);
    }

    public async ValueTask<Outcome<Done>> ApplyAsync(UpdateClusterEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var stored = await naming.FindServiceAsync(entry.Service, cancellationToken) ?? ServiceMetadata.Of(entry.KnownAs);
        return await SaveAsync(entry.Service, stored.EditCluster(entry.Cluster, entry.Settings), changes, cancellationToken);
    }

    private async ValueTask<Outcome<Done>> SaveAsync(ServiceKey service, ServiceMetadata metadata, IChangeSink changes, CancellationToken cancellationToken)
    {
        await naming.SaveServiceAsync(service, metadata, cancellationToken);
        changes.Add<NamingChanged>(new ServiceMetadataChanged(service, metadata, ServiceRemoved: false));
        return new Done();
    }
}
