using System.Net;
using Batata.Api.Nacos.Push;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>
/// The newest push to one subscription that is not acknowledged. Sent once more after 10 s, given up after 10 more. A newer push takes its place,
/// or a late repetition would put the client back. Safe for any thread. Protocol source: Nacos <c>UdpConnector</c>.
/// </summary>
internal sealed class UdpDelivery(UdpAcks acks, IServiceSubscription subscription, IPEndPoint to) : IDeadline
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(10);
    private const int MaxTries = 2;

    private readonly Lock _gate = new();
    private byte[]? _packet;
    private long _lastRefTime;
    private long _sentAt;
    private int _tries;
    private int _version;

    public IPEndPoint To => to;

    /// <param name="lastRefTime">The one in the packet.</param>
    public void Offer(byte[] packet, long lastRefTime)
    {
        lock (_gate)
        {
            Settle();
            (_packet, _lastRefTime, _tries, _sentAt) = (packet, lastRefTime, 0, acks.Time.GetTimestamp());
            acks.Expect(this, lastRefTime);
            Try();
        }
    }

    public void Acknowledged(long lastRefTime)
    {
        lock (_gate)
        {
            if (_packet is null || _lastRefTime != lastRefTime) return;
            acks.Counters.Accepted(acks.Time.GetElapsedTime(_sentAt));
            Settle();
        }
    }

    void IDeadline.Due(int version)
    {
        lock (_gate)
        {
            if (version != _version || _packet is null) return;
            if (subscription.Active && _tries < MaxTries)
            {
                Try();
                return;
            }
            if (subscription.Active) acks.Counters.Failed();
            Settle();
        }
    }

    /// <summary>What cannot be sent now is as good as lost on the way.</summary>
    private void Try()
    {
        _tries++;
        acks.Port.TrySend(_packet!, to);
        acks.Deadlines.Add(this, _version, AckTimeout);
    }

    private void Settle()
    {
        if (_packet is not null) acks.Forget(this, _lastRefTime);
        _packet = null;
        _version++;
    }
}
