using System.Collections.Concurrent;
using System.Net;
using Batata.Api.Nacos.Push;
using Batata.Api.Nacos.Push.Naming;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>Who waits for which acknowledgement, and what deliveries share.</summary>
internal sealed class UdpAcks : IDisposable
{
    private readonly ConcurrentDictionary<(IPEndPoint From, long LastRefTime), UdpDelivery> _awaited = new();

    public UdpAcks(UdpPort port, DeadlineQueue deadlines, PushCounters counters, TimeProvider time)
    {
        (Port, Deadlines, Counters, Time) = (port, deadlines, counters, time);
        port.Acknowledged += Take;
    }

    public UdpPort Port { get; }

    public DeadlineQueue Deadlines { get; }

    public PushCounters Counters { get; }

    public TimeProvider Time { get; }

    public void Expect(UdpDelivery delivery, long lastRefTime) => _awaited[(delivery.To, lastRefTime)] = delivery;

    public void Forget(UdpDelivery delivery, long lastRefTime) => _awaited.TryRemove((delivery.To, lastRefTime), out _);

    public void Dispose() => Port.Acknowledged -= Take;

    private void Take(IPEndPoint from, long lastRefTime)
    {
        if (_awaited.TryGetValue((from, lastRefTime), out var delivery)) delivery.Acknowledged(lastRefTime);
    }
}
