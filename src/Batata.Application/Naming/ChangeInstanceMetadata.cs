using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>An instance that a batch names, and one that it changed.</summary>
/// <param name="Ephemeral">Only repeated in the answer.</param>
public sealed record BatchInstance(InstanceAddress Address, bool Ephemeral);

/// <summary>
/// Puts keys on the overrides of several instances, or takes keys away. The value is who was changed: those of the named ones that are
/// registered. Protocol source: Nacos <c>InstanceOperatorClientImpl.batchUpdateMetadata</c>, <c>batchDeleteMetadata</c>.
/// </summary>
/// <param name="Instances">Empty for all of the service.</param>
/// <param name="Remove">Takes the keys away, whatever their values; keys that the client registered stay.</param>
public sealed record ChangeInstanceMetadata(ServiceKey Service, IReadOnlyList<BatchInstance> Instances, Metadata Metadata, bool Remove)
    : IRequest<Outcome<IReadOnlyList<BatchInstance>>>;

internal sealed class ChangeInstanceMetadataHandler(IReplicatedLog log, IReadBarrier barrier, IServiceDirectory directory)
    : IRequestHandler<ChangeInstanceMetadata, Outcome<IReadOnlyList<BatchInstance>>>
{
    public async Task<Outcome<IReadOnlyList<BatchInstance>>> Handle(ChangeInstanceMetadata request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        var targets = Targets(request);
        if (targets.Count > 0)
        {
            var entry = new ChangeOverrideMetadataEntry(
                request.Service,
                [.. targets.Select(static t => t.Address)],
                request.Remove ? Metadata.Empty : request.Metadata,
                request.Remove ? [.. request.Metadata.Select(static pair => pair.Key)] : []);
            var changed = await log.ProposeAsync(entry, cancellationToken);
            if (!changed.Ok) return changed.Failure;
        }
        return Outcome<IReadOnlyList<BatchInstance>>.Of(targets);
    }

    private List<BatchInstance> Targets(ChangeInstanceMetadata request)
    {
        var registered = directory.Find(request.Service)?.Instances ?? [];
        if (request.Instances.Count == 0) return [.. registered.Select(static i => new BatchInstance(i.Address, i.Ephemeral))];
        var addresses = registered.Select(static i => i.Address).ToHashSet();
        return [.. request.Instances.Where(i => addresses.Contains(i.Address))];
    }
}

/// <param name="Put">Goes on top of what the override holds.</param>
/// <param name="Remove">Keys to take away.</param>
public sealed record ChangeOverrideMetadataEntry(ServiceKey Service, IReadOnlyList<InstanceAddress> Addresses, Metadata Put, IReadOnlyList<string> Remove)
    : ReplicatedEntry<Done>;

internal sealed class ChangeInstanceMetadataApplier(INamingRepository naming) : IApplier<ChangeOverrideMetadataEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(ChangeOverrideMetadataEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var remove = entry.Remove.ToHashSet(StringComparer.Ordinal);
        foreach (var address in entry.Addresses)
        {
            var stored = await naming.FindOverrideAsync(entry.Service, address, cancellationToken) ?? InstanceOverride.None;
            var next = stored with { Metadata = stored.Metadata.Without(remove).With(entry.Put) };
            if (next != stored) await naming.SetOverrideAsync(entry.Service, address, next, changes, cancellationToken);
        }
        return new Done();
    }
}
