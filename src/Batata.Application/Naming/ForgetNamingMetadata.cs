using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>The override of one instance.</summary>
public sealed record OverrideKey(ServiceKey Service, InstanceAddress Address);

/// <summary>
/// What was set for services and instances that are gone for good, proposed by whoever keeps order. The value is how much there was.
/// Protocol source: Nacos <c>ExpiredMetadataCleaner</c>.
/// </summary>
public sealed record ForgetNamingMetadataEntry(IReadOnlyList<ServiceKey> Services, IReadOnlyList<OverrideKey> Overrides) : ReplicatedEntry<int>;

internal sealed class ForgetNamingMetadataApplier(INamingRepository naming) : IApplier<ForgetNamingMetadataEntry, int>
{
    public async ValueTask<Outcome<int>> ApplyAsync(ForgetNamingMetadataEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        foreach (var service in entry.Services)
        {
            // A persistent instance may have come since it was proposed.
            if (await naming.HasInstancesAsync(service, cancellationToken) || !await naming.RemoveServiceAsync(service, cancellationToken)) continue;
            changes.Add<NamingChanged>(new ServiceMetadataChanged(service, null, ServiceRemoved: false));
            forgotten++;
        }
        foreach (var (service, address) in entry.Overrides)
        {
            if (await naming.FindInstanceAsync(service, address.Ip, address.Port, cancellationToken) is { } instance && instance.ClusterName == address.ClusterName) continue;
            if (!await naming.RemoveOverrideAsync(service, address, cancellationToken)) continue;
            changes.Add<NamingChanged>(new InstanceOverrideChanged(service, address, null));
            forgotten++;
        }
        return forgotten;
    }
}
