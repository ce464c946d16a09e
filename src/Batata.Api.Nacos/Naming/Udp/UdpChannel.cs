using System.Net;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Push.Naming;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>
/// Pushes to clients of 1.x: one datagram for each text of clusters that somebody subscribed with, whatever the number of subscribers. Where to
/// is what the client said of itself. Protocol source: Nacos <c>PushExecutorUdpImpl</c>.
/// </summary>
internal sealed class UdpChannel(UdpAcks acks, ISwitches switches) : ISubscriberChannel
{
    // Texts of clusters and their packets, of the service that is being pushed.
    private readonly Dictionary<string, byte[]> _byClusters = new(StringComparer.Ordinal);
    private readonly long _startNs = acks.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
    private readonly long _start = acks.Time.GetTimestamp();
    private long _lastRefTime;

    public NamingClientKind Kind => NamingClientKind.EphemeralAddress;

    public void Push(ServiceSnapshot snapshot, IReadOnlyList<IServiceSubscription> targets)
    {
        _byClusters.Clear();
        var lastRefTime = _lastRefTime = Math.Max(_lastRefTime + 1, Nanoseconds());
        foreach (var target in targets)
        {
            if (target.ClientKind != Kind) continue;
            var clusters = target.Subscriber.Clusters ?? "";
            acks.Counters.Sent(HostLists.Of(snapshot, new HostView(clusters)).IsOfNobody);
            if (DeliveryOf(target) is not { } delivery)
            {
                acks.Counters.Failed(); // it said no address
                continue;
            }
            if (!_byClusters.TryGetValue(clusters, out var packet))
                _byClusters.Add(clusters, packet = UdpPacket.Write(snapshot, clusters, switches.Current.DefaultPushCacheMillis, lastRefTime));
            delivery.Offer(packet, lastRefTime);
        }
    }

    private UdpDelivery? DeliveryOf(IServiceSubscription target)
    {
        if (target.PushState is UdpDelivery known) return known;
        var (ip, port) = (target.Subscriber.Ip, target.Subscriber.Port);
        // Names are not looked up: whoever subscribes could make this server ask for anything.
        if (port is <= 0 or > IPEndPoint.MaxPort || !IPAddress.TryParse(ip, out var address)) return null;
        var delivery = new UdpDelivery(acks, target, new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port));
        target.PushState = delivery;
        return delivery;
    }

    private long Nanoseconds() => _startNs + (long)acks.Time.GetElapsedTime(_start).TotalNanoseconds;
}
