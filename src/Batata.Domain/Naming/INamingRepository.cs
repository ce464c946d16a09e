namespace Batata.Domain.Naming;

/// <summary>What naming replicates, inside the unit of work of the entry that is being applied.</summary>
public interface INamingRepository
{
    /// <returns>What was set for the service by hand, or null.</returns>
    ValueTask<ServiceMetadata?> FindServiceAsync(ServiceKey key, CancellationToken cancellationToken);

    ValueTask SaveServiceAsync(ServiceKey key, ServiceMetadata metadata, CancellationToken cancellationToken);

    /// <returns>False when there was none.</returns>
    ValueTask<bool> RemoveServiceAsync(ServiceKey key, CancellationToken cancellationToken);

    /// <returns>The persistent instance of this address, or null.</returns>
    ValueTask<Instance?> FindInstanceAsync(ServiceKey key, string ip, int port, CancellationToken cancellationToken);

    ValueTask<bool> HasInstancesAsync(ServiceKey key, CancellationToken cancellationToken);

    /// <summary>One for each address, whatever its cluster.</summary>
    ValueTask SaveInstanceAsync(ServiceKey key, Instance instance, CancellationToken cancellationToken);

    /// <returns>False when there was none.</returns>
    ValueTask<bool> RemoveInstanceAsync(ServiceKey key, string ip, int port, CancellationToken cancellationToken);

    ValueTask<InstanceOverride?> FindOverrideAsync(ServiceKey key, InstanceAddress address, CancellationToken cancellationToken);

    ValueTask SaveOverrideAsync(ServiceKey key, InstanceAddress address, InstanceOverride value, CancellationToken cancellationToken);

    /// <returns>False when there was none.</returns>
    ValueTask<bool> RemoveOverrideAsync(ServiceKey key, InstanceAddress address, CancellationToken cancellationToken);

    ValueTask<SwitchDomain> FindSwitchesAsync(CancellationToken cancellationToken);

    ValueTask SaveSwitchesAsync(SwitchDomain switches, CancellationToken cancellationToken);
}
