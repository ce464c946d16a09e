using System.Collections.Immutable;

namespace Batata.Domain.Naming;

/// <summary>What a client asks of a service.</summary>
/// <param name="Clusters">Comma list, case-sensitive; blank for all.</param>
/// <param name="HealthyOnly">Lists only; subscriptions and pushes leave that to the client.</param>
/// <param name="ClientIp">Whose labels a label selector compares with.</param>
/// <param name="WithDisabled">True for operators.</param>
public readonly record struct InstanceQuery(string? Clusters, bool HealthyOnly = false, string? ClientIp = null, bool WithDisabled = false);

/// <param name="ReachedProtection">Too few are healthy, so all are given as healthy.</param>
public readonly record struct SelectedInstances(ImmutableArray<Instance> Hosts, bool ReachedProtection);

/// <summary>Labels of an address, from a CMDB. Null when it has none.</summary>
public delegate IReadOnlyDictionary<string, string>? LabelsOfAddress(string ip);

/// <summary>
/// Which instances of a service a client gets: clusters, enabled, healthy, then selector and protection, in this order.
/// Protocol source: Nacos <c>ServiceUtil.selectInstancesWithHealthyProtection</c>.
/// </summary>
public static class InstanceSelection
{
    /// <summary>Nobody has labels, so label selectors give all.</summary>
    public static LabelsOfAddress NoLabels { get; } = static _ => null;

    /// <param name="metadata">Null for a service that only registrations made: never protected, no selector.</param>
    public static SelectedInstances Select(ImmutableArray<Instance> all, ServiceMetadata? metadata, in InstanceQuery query, LabelsOfAddress labels)
    {
        var hosts = Keep(all, query);
        if (metadata is null) return new SelectedInstances(hosts, false);
        hosts = Matching(hosts, metadata.Selector, query.ClientIp, labels);
        return ReachesProtection(hosts, metadata.ProtectThreshold)
            ? new SelectedInstances([.. hosts.Select(static i => i.Healthy ? i : i with { Healthy = true })], true)
            : new SelectedInstances(hosts, false);
    }

    /// <summary>The <c>triggerFlag</c> of service lists: threshold 0 without metadata, false without instances.</summary>
    public static bool ShowsTrigger(int healthy, int total, ServiceMetadata? metadata) => IsAtMost(healthy, total, metadata?.ProtectThreshold ?? 0);

    /// <summary>
    /// Nacos: "healthy / total ≤ threshold" and not "&lt;": threshold 0 protects a service with nothing healthy, 1 always protects. Nothing
    /// of nothing is not a number, and protects nobody.
    /// </summary>
    private static bool ReachesProtection(ImmutableArray<Instance> hosts, float threshold)
    {
        var healthy = 0;
        foreach (var instance in hosts)
        {
            if (instance.Healthy) healthy++;
        }
        return IsAtMost(healthy, hosts.Length, threshold);
    }

    private static bool IsAtMost(int healthy, int total, float threshold) => total > 0 && (float)healthy / total <= Math.Max(threshold, 0);

    /// <returns>The same array when nothing is left out, which is the common case.</returns>
    private static ImmutableArray<Instance> Keep(ImmutableArray<Instance> all, in InstanceQuery query)
    {
        var anyCluster = string.IsNullOrWhiteSpace(query.Clusters);
        var kept = 0;
        while (kept < all.Length && Fits(all[kept], query, anyCluster)) kept++;
        if (kept == all.Length) return all;
        var hosts = ImmutableArray.CreateBuilder<Instance>(all.Length);
        hosts.AddRange(all.AsSpan(0, kept));
        foreach (var instance in all.AsSpan()[(kept + 1)..])
        {
            if (Fits(instance, query, anyCluster)) hosts.Add(instance);
        }
        return hosts.DrainToImmutable();
    }

    private static bool Fits(Instance instance, in InstanceQuery query, bool anyCluster) =>
        (instance.Enabled || query.WithDisabled) && (instance.Healthy || !query.HealthyOnly) && (anyCluster || Lists(query.Clusters, instance.ClusterName));

    private static bool Lists(ReadOnlySpan<char> clusters, ReadOnlySpan<char> name)
    {
        foreach (var range in clusters.Split(','))
        {
            if (clusters[range].SequenceEqual(name)) return true;
        }
        return false;
    }

    /// <summary>Labels that the asker has not match nobody; and when nobody matches, all are given.</summary>
    private static ImmutableArray<Instance> Matching(ImmutableArray<Instance> hosts, ServiceSelector selector, string? clientIp, LabelsOfAddress labels)
    {
        if (selector.Labels.IsEmpty || hosts.IsEmpty || clientIp is null || labels(clientIp) is not { } asker) return hosts;
        var matching = hosts.Where(host => labels(host.Ip) is { } provider && selector.Labels.All(
            label => asker.TryGetValue(label, out var wanted) && !string.IsNullOrWhiteSpace(wanted) && provider.TryGetValue(label, out var has) && has == wanted));
        ImmutableArray<Instance> result = [.. matching];
        return result.IsEmpty ? hosts : result;
    }
}
