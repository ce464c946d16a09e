using System.Buffers;
using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Whole answers to <c>instance/list</c>, rendered once for each version of a service and each view of it; they go with the snapshot. Safe for any
/// thread: two may both render, and one of them wins.
/// </summary>
internal sealed class ListAnswers(ServiceSnapshot snapshot)
{
    /// <summary>Askers choose the text of their clusters: those beyond are served without being kept.</summary>
    private const int MostKept = 16;

    private Entry[] _kept = [];

    /// <param name="clusters">As the asker wrote it; blank for all. It is repeated in the answer.</param>
    public static ReadOnlyMemory<byte> Of(ServiceSnapshot snapshot, string clusters, bool healthyOnly, long cacheMillis) =>
        snapshot.Attach(static s => new ListAnswers(s)).Find(clusters, healthyOnly, cacheMillis);

    private byte[] Find(string clusters, bool healthyOnly, long cacheMillis)
    {
        var kept = Volatile.Read(ref _kept);
        foreach (var entry in kept)
        {
            if (entry.HealthyOnly == healthyOnly && entry.CacheMillis == cacheMillis && entry.Clusters == clusters) return entry.Body;
        }
        var body = Render(clusters, healthyOnly, cacheMillis);
        // Losing the race costs one more rendering, later.
        if (kept.Length < MostKept) Interlocked.CompareExchange(ref _kept, [.. kept, new Entry(clusters, healthyOnly, cacheMillis, body)], kept);
        return body;
    }

    private byte[] Render(string clusters, bool healthyOnly, long cacheMillis)
    {
        var hosts = HostList.Render(snapshot, new InstanceQuery(clusters, healthyOnly), nulls: true);
        var body = new ArrayBufferWriter<byte>(hosts.Utf8.Length + 512);
        using (var json = new Utf8JsonWriter(body, Answers.Writing))
            new ServiceInfo(snapshot.Key, clusters, hosts, cacheMillis, snapshot.LastRefTimeMs).WriteTo(json, ServiceNameForm.Grouped);
        return body.WrittenSpan.ToArray();
    }

    private sealed record Entry(string Clusters, bool HealthyOnly, long CacheMillis, byte[] Body);
}
