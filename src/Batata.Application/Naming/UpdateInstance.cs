using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>
/// Sets the override of an instance as a whole: weight, enabled and metadata of the given instance. It may not be registered yet: the override
/// waits for it. Refused with <c>naming.instance</c> or <c>naming.update_service_missing</c>. Source: Nacos <c>InstanceOperatorClientImpl.updateInstance</c>.
/// </summary>
public sealed record UpdateInstance(ServiceKey Service, Instance Instance) : IRequest<Outcome<Done>>;

/// <summary>
/// Changes parts of the override of a registered instance; null keeps what is there, metadata replace those of the override. Refused with
/// <c>naming.instance_missing</c>. Source: Nacos <c>InstanceOperatorClientImpl.patchInstance</c>.
/// </summary>
public sealed record PatchInstance(ServiceKey Service, InstanceAddress Address, double? Weight, bool? Enabled, Metadata? Metadata) : IRequest<Outcome<Done>>;

internal sealed class UpdateInstanceHandler(IReplicatedLog log, IReadBarrier barrier, IServiceDirectory directory) :
    IRequestHandler<UpdateInstance, Outcome<Done>>,
    IRequestHandler<PatchInstance, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(UpdateInstance request, CancellationToken cancellationToken)
    {
        var (service, instance) = request;
        if (InstanceRules.Problem(instance) is { } problem) return problem;
        await barrier.WaitAsync(cancellationToken);
        if (directory.Find(service)?.Kind is null) return NamingFailures.UpdateServiceMissing(service);
        var set = new InstanceOverride(instance.Weight, instance.Enabled, instance.Metadata);
        return await log.ProposeAsync(new PutOverrideEntry(service, instance.Address, set), cancellationToken);
    }

    public async Task<Outcome<Done>> Handle(PatchInstance request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        var found = directory.FindInstance(request.Service, request.Address);
        if (!found.Ok) return found.Failure;
        return await log.ProposeAsync(
            new PatchOverrideEntry(request.Service, request.Address, request.Weight, request.Enabled, request.Metadata), cancellationToken);
    }
}

public sealed record PutOverrideEntry(ServiceKey Service, InstanceAddress Address, InstanceOverride Override) : ReplicatedEntry<Done>;

public sealed record PatchOverrideEntry(ServiceKey Service, InstanceAddress Address, double? Weight, bool? Enabled, Metadata? Metadata) : ReplicatedEntry<Done>;

internal sealed class UpdateInstanceApplier(INamingRepository naming) : IApplier<PutOverrideEntry, Done>, IApplier<PatchOverrideEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(PutOverrideEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        await naming.SetOverrideAsync(entry.Service, entry.Address, entry.Override, changes, cancellationToken);
        return new Done();
    }

    public async ValueTask<Outcome<Done>> ApplyAsync(PatchOverrideEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var stored = await naming.FindOverrideAsync(entry.Service, entry.Address, cancellationToken) ?? InstanceOverride.None;
        await naming.SetOverrideAsync(entry.Service, entry.Address, stored.Patch(entry.Weight, entry.Enabled, entry.Metadata), changes, cancellationToken);
        return new Done();
    }
}

internal static class OverrideWrites
{
    /// <summary>One that overrides nothing is not kept.</summary>
    public static async ValueTask SetOverrideAsync(
        this INamingRepository naming, ServiceKey service, InstanceAddress address, InstanceOverride value, IChangeSink changes, CancellationToken cancellationToken)
    {
        var keep = value != InstanceOverride.None;
        if (keep) await naming.SaveOverrideAsync(service, address, value, cancellationToken);
        else if (!await naming.RemoveOverrideAsync(service, address, cancellationToken)) return;
        changes.Add<NamingChanged>(new InstanceOverrideChanged(service, address, keep ? value : null));
    }
}
