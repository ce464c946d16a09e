using System.Collections.Immutable;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>Services, clusters and single instances for operators, with the refusals of the reference.</summary>
public static class ServiceLookups
{
    /// <returns>The service, or <c>naming.not_found</c>. Protocol source: Nacos <c>CatalogServiceV2Impl.getServiceDetail</c>.</returns>
    public static Outcome<ServiceSnapshot> FindService(this IServiceDirectory directory, in ServiceKey service) =>
        directory.Find(service) is { Kind: not null } found ? found : NamingFailures.NoSuchService(service);

    /// <summary>All instances of a cluster, disabled ones too, with their real health.</summary>
    /// <returns><c>naming.not_found</c> for an unknown service, and for a cluster that has no instances. Source: Nacos <c>CatalogServiceV2Impl.listInstances</c>.</returns>
    public static Outcome<ImmutableArray<Instance>> FindCluster(this IServiceDirectory directory, in ServiceKey service, string cluster)
    {
        var found = directory.FindService(service);
        if (!found.Ok) return found.Failure;
        ImmutableArray<Instance> instances = [.. found.Value.Instances.Where(i => i.ClusterName == cluster)];
        return instances.IsEmpty ? NamingFailures.NoSuchCluster(cluster) : instances;
    }

    /// <summary>Disabled ones too. Protocol source: Nacos <c>InstanceOperatorClientImpl.getInstance</c>.</summary>
    /// <returns>The instance as it is served, or <c>naming.instance_missing</c>.</returns>
    public static Outcome<Instance> FindInstance(this IServiceDirectory directory, in ServiceKey service, in InstanceAddress address)
    {
        if (directory.Find(service) is not { Instances.Length: > 0 } snapshot) return NamingFailures.NoInstances(service, address.ClusterName);
        foreach (var instance in snapshot.Instances)
        {
            if (instance.Port == address.Port && instance.Ip == address.Ip && instance.ClusterName == address.ClusterName) return instance;
        }
        return NamingFailures.NoSuchInstance();
    }
}
