using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>
/// What was rendered from one version of a service, by clusters and health; it goes with the snapshot. Shared by all APIs and pushes, so that
/// ten thousand subscribers cost one rendering. Safe for any thread: two may both render, and one of them wins.
/// </summary>
internal sealed class HostLists(ServiceSnapshot snapshot)
{
    /// <summary>Askers choose the text of their clusters: those beyond are served without being kept.</summary>
    private const int MostKept = 32;

    private Entry[] _kept = [];

    // Labels of askers are not in the key: nobody has labels (see ServiceSnapshot.Select), so a label selector gives all of them the same.
    /// <param name="service">Null when it is not known.</param>
    /// <param name="clusters">Blank for all.</param>
    public static HostList Of(ServiceSnapshot? service, string? clusters, bool healthyOnly = false) =>
        service is null ? HostList.None : service.Attach(static s => new HostLists(s)).Find(string.IsNullOrWhiteSpace(clusters) ? "" : clusters, healthyOnly);

    private HostList Find(string clusters, bool healthyOnly)
    {
        var kept = Volatile.Read(ref _kept);
        if (Find(kept, clusters, healthyOnly) is { } found) return found;
        var rendered = HostList.Render(snapshot, new InstanceQuery(clusters, healthyOnly));
        while (kept.Length < MostKept)
        {
            var before = Interlocked.CompareExchange(ref _kept, [.. kept, new Entry(clusters, healthyOnly, rendered)], kept);
            if (ReferenceEquals(before, kept)) break;
            kept = before;
            if (Find(kept, clusters, healthyOnly) is { } other) return other;
        }
        return rendered;
    }

    private static HostList? Find(Entry[] kept, string clusters, bool healthyOnly)
    {
        foreach (var entry in kept)
        {
            if (entry.HealthyOnly == healthyOnly && entry.Clusters == clusters) return entry.List;
        }
        return null;
    }

    private sealed record Entry(string Clusters, bool HealthyOnly, HostList List);
}
