using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>What a health check found out about a persistent instance.</summary>
public sealed record InstanceHealth(ServiceKey Service, string Ip, int Port, bool Healthy);

/// <summary>Results of health checks, any number in one entry. The value is how many changed something; instances that are gone are skipped.</summary>
public sealed record ChangeInstanceHealth(IReadOnlyList<InstanceHealth> Changes) : IRequest<Outcome<int>>;

/// <summary>
/// Somebody sets the health of a persistent instance, which only a cluster with the checker NONE allows; an unknown instance is a success.
/// Nacos 3.x has a defect that refuses every existing instance; what is meant is done here. Source: <c>HealthOperatorV2Impl</c>.
/// </summary>
public sealed record SetInstanceHealth(ServiceKey Service, string Cluster, string Ip, int Port, bool Healthy) : IRequest<Outcome<Done>>;

internal sealed class ChangeInstanceHealthHandler(IReplicatedLog log, IReadBarrier barrier, IServiceDirectory directory) :
    IRequestHandler<ChangeInstanceHealth, Outcome<int>>,
    IRequestHandler<SetInstanceHealth, Outcome<Done>>
{
    public async Task<Outcome<int>> Handle(ChangeInstanceHealth request, CancellationToken cancellationToken) =>
        request.Changes.Count == 0 ? 0 : await log.ProposeAsync(new ChangeInstanceHealthEntry(request.Changes), cancellationToken);

    public async Task<Outcome<Done>> Handle(SetInstanceHealth request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        if (directory.Find(request.Service) is not { Kind: not null, Metadata: { } metadata } || metadata.Cluster(request.Cluster).Checker is not NoChecker)
            return NamingFailures.HealthCheckRunning(request.Service, request.Cluster);
        var changed = await log.ProposeAsync(
            new ChangeInstanceHealthEntry([new InstanceHealth(request.Service, request.Ip, request.Port, request.Healthy)]), cancellationToken);
        return changed.Map(static _ => new Done());
    }
}

public sealed record ChangeInstanceHealthEntry(IReadOnlyList<InstanceHealth> Changes) : ReplicatedEntry<int>;

internal sealed class ChangeInstanceHealthApplier(INamingRepository naming) : IApplier<ChangeInstanceHealthEntry, int>
{
    public async ValueTask<Outcome<int>> ApplyAsync(ChangeInstanceHealthEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var (service, ip, port, healthy) in entry.Changes)
        {
            if (await naming.FindInstanceAsync(service, ip, port, cancellationToken) is not { } instance || instance.Healthy == healthy) continue;
            var after = instance with { Healthy = healthy };
            await naming.SaveInstanceAsync(service, after, cancellationToken);
            changes.Add<NamingChanged>(new PersistentInstanceChanged(service, ip, port, after));
            changed++;
        }
        return changed;
    }
}
