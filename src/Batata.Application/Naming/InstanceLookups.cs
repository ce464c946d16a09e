using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>Single instances out of a snapshot, with the refusals of the reference.</summary>
public static class InstanceLookups
{
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
