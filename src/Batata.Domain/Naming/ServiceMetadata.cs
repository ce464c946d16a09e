using System.Collections.Immutable;

namespace Batata.Domain.Naming;

/// <summary>
/// What somebody set for a service by hand, replicated. A service that only registrations made has none, and then neither selector nor
/// protection applies to it. Protocol source: Nacos <c>ServiceMetadata</c>.
/// </summary>
/// <param name="ProtectThreshold">Not range-checked; below 0 counts as 0.</param>
/// <param name="Clusters">Clusters that were set by hand; others have <see cref="ServiceCluster.Default"/>.</param>
public sealed record ServiceMetadata(
    ServiceKind Kind, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData, ImmutableSortedDictionary<string, ServiceCluster> Clusters)
{
    public static readonly ImmutableSortedDictionary<string, ServiceCluster> NoClusters = ImmutableSortedDictionary.Create<string, ServiceCluster>(StringComparer.Ordinal);

    public static ServiceMetadata Of(ServiceKind kind) => new(kind, 0, ServiceSelector.None, Metadata.Empty, NoClusters);

    public ServiceCluster Cluster(string name) => Clusters.GetValueOrDefault(name, ServiceCluster.Default);

    /// <summary>Threshold, selector and data are replaced, also by nothing; kind and clusters stay. A threshold that is not finite is 0: it could not be shown.</summary>
    public ServiceMetadata Edit(float protectThreshold, ServiceSelector selector, Metadata extendData) =>
        this with { ProtectThreshold = float.IsFinite(protectThreshold) ? protectThreshold : 0, Selector = selector, ExtendData = extendData };

    public ServiceMetadata EditCluster(string name, ServiceCluster cluster) => this with { Clusters = Clusters.SetItem(name, cluster) };
}

/// <summary>A cluster inside a service: how its persistent instances are checked. Protocol source: Nacos <c>ClusterMetadata</c>.</summary>
/// <param name="CheckPort">Used when <paramref name="UseInstancePort"/> is false.</param>
public sealed record ServiceCluster(HealthChecker Checker, int CheckPort, bool UseInstancePort, Metadata ExtendData)
{
    public static ServiceCluster Default { get; } = new(HealthChecker.Tcp, 80, true, Metadata.Empty);
}
