using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Answers about a service, of now. Their time is that of the answer and not of the last change, as in Nacos: a client that comes from a node
/// whose clock or view is ahead would drop an older one for good. It never goes back, whatever happens to the wall clock.
/// </summary>
internal sealed class ServiceAnswers(IServiceDirectory directory, ISwitches switches, TimeProvider time)
{
    private readonly long _startMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _start = time.GetTimestamp();

    /// <param name="clusters">Comma list, blank for all; goes back as it is.</param>
    /// <param name="clientVersion">What the client calls itself.</param>
    public ServiceInfo Of(in ServiceKey service, string? clusters, string clientVersion, bool healthyOnly = false) =>
        Of(service, directory.Find(service), new HostView(clusters, healthyOnly, NeedsUniqueAddresses(clientVersion)));

    public ServiceInfo Of(in ServiceKey service, in HostView view) => Of(service, directory.Find(service), view);

    public ServiceInfo Of(ServiceSnapshot snapshot, in HostView view) => Of(snapshot.Key, snapshot, view);

    public static bool NeedsUniqueAddresses(string clientVersion) => clientVersion.StartsWith("Nacos-CSharp-Client", StringComparison.Ordinal);

    private ServiceInfo Of(in ServiceKey service, ServiceSnapshot? snapshot, in HostView view) => new(
        service,
        view.Clusters,
        HostLists.Of(snapshot, view),
        switches.Current.DefaultPushCacheMillis,
        Math.Max(snapshot?.LastRefTimeMs ?? 0, _startMs + (long)time.GetElapsedTime(_start).TotalMilliseconds));
}
