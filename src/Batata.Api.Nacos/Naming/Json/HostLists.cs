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
    public static HostList Of(ServiceSnapshot? service, in HostView view)
    {
        if (service is null) return HostList.None;
        var clusters = string.IsNullOrWhiteSpace(view.Clusters) ? "" : view.Clusters;
        return service.Attach(static s => new HostLists(s)).Find(view with { Clusters = clusters });
    }

    private HostList Find(in HostView view)
    {
        var kept = Volatile.Read(ref _kept);
        if (Find(kept, view) is { } found) return found;
        var query = new InstanceQuery(view.Clusters, view.HealthyOnly);
        var rendered = view.UniqueAddresses
            ? HostList.RenderUnique(snapshot, query, Find(view with { UniqueAddresses = false }), view.Nulls)
            : HostList.Render(snapshot, query, view.Nulls);
        kept = Volatile.Read(ref _kept);
        while (kept.Length < MostKept)
        {
            if (Find(kept, view) is { } other) return other;
            var before = Interlocked.CompareExchange(ref _kept, [.. kept, new Entry(view, rendered)], kept);
            if (ReferenceEquals(before, kept)) break;
            kept = before;
        }
        return rendered;
    }

    private static HostList? Find(Entry[] kept, in HostView view)
    {
        foreach (var entry in kept)
        {
            if (entry.View == view) return entry.List;
        }
        return null;
    }

    private sealed record Entry(HostView View, HostList List);
}

/// <summary>Which instances of a service an asker gets.</summary>
/// <param name="Clusters">Comma list; blank for all.</param>
/// <param name="UniqueAddresses">No address twice: the C# SDK stops to take pushes over it (nacos-grpc C2, C5).</param>
/// <param name="Nulls">See <see cref="InstanceJson.Write"/>.</param>
internal readonly record struct HostView(string? Clusters, bool HealthyOnly = false, bool UniqueAddresses = false, bool Nulls = false)
{
    public bool Equals(HostView other) =>
        (HealthyOnly, UniqueAddresses, Nulls) == (other.HealthyOnly, other.UniqueAddresses, other.Nulls) &&
        string.Equals(Clusters, other.Clusters, StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Clusters?.GetHashCode(StringComparison.Ordinal), HealthyOnly, UniqueAddresses, Nulls);
}
