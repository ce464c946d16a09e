using System.Diagnostics;
using System.Globalization;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>
/// Links between machines that take their time and lose packets. The routes to the other machines lead through a tunnel whose far end is this process, which
/// passes each packet on when its time has come: netem would be the tool of the system, and is not in every kernel (cloud machines go without).
/// What clients send does not come through here.
/// </summary>
internal sealed class SlowLinks : IDisposable
{
    private readonly LabNetwork _network;
    private readonly Tunnel[] _tunnels;
    private readonly PriorityQueue<(byte[] Packet, int To), long> _underWay = new();
    private readonly List<Thread> _threads = [];
    private readonly long[] _lastDue;
    private readonly Random _random;
    private readonly (TimeSpan Delay, TimeSpan Jitter, double Loss) _link;
    private volatile bool _end;

    /// <param name="loss">Of packets, 0 to 1.</param>
    public SlowLinks(LabNetwork network, TimeSpan delay, TimeSpan jitter, double loss, Random random)
    {
        (_network, _link, _random) = (network, (delay, jitter, loss), random);
        _lastDue = new long[network.Machines];
        _tunnels = [.. Enumerable.Range(0, network.Machines).Select(machine => new Tunnel($"{network.NamespaceOf(machine)}t"))];
        for (var i = 0; i < _tunnels.Length; i++)
        {
            var (space, tunnel) = (network.NamespaceOf(i), _tunnels[i].Name);
            Tool.Run("ip", $"link set {tunnel} netns {space}");
            // Packets come in where they do not go out while the routes are being changed.
            Tool.Run("ip", $"netns exec {space} sysctl -q -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.{tunnel}.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0");
            Tool.Run("ip", $"-n {space} link set {tunnel} up");
            Start(Read, i);
        }
        Start(_ => Deliver(), 0);
        for (var i = 0; i < _tunnels.Length; i++)
        {
            foreach (var other in network.Others(i))
                Tool.Run("ip", $"-n {network.NamespaceOf(i)} route add {network.AddressOf(other)}/32 dev {_tunnels[i].Name} src {network.AddressOf(i)}");
        }
    }

    /// <summary>The links are as before; what was under way is lost.</summary>
    public void Dispose()
    {
        _end = true;
        lock (_underWay) Monitor.PulseAll(_underWay);
        foreach (var thread in _threads) thread.Join();
        foreach (var tunnel in _tunnels) tunnel.Dispose(); // and with it its routes
    }

    private void Start(Action<int> work, int machine)
    {
        var thread = new Thread(() => work(machine)) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"slow link {machine}") };
        _threads.Add(thread);
        thread.Start();
    }

    private void Read(int machine)
    {
        while (!_end)
        {
            if (_tunnels[machine].Read(TimeSpan.FromMilliseconds(100)) is not { Length: >= 20 } packet || packet[0] >> 4 != 4) continue;
            var to = packet[19] - 1; // last byte of the IPv4 destination
            if (to < 0 || to >= _tunnels.Length) continue;
            lock (_underWay)
            {
                if (_random.NextDouble() < _link.Loss) continue;
                var due = Stopwatch.GetTimestamp() + (long)((_link.Delay + (_link.Jitter * ((_random.NextDouble() * 2) - 1))).TotalSeconds * Stopwatch.Frequency);
                _lastDue[to] = due = Math.Max(due, _lastDue[to] + 1); // a link keeps the order
                _underWay.Enqueue((packet, to), due);
                Monitor.Pulse(_underWay);
            }
        }
    }

    private void Deliver()
    {
        while (true)
        {
            (byte[] Packet, int To) next;
            lock (_underWay)
            {
                while (!_end && !IsDue(out var wait)) Monitor.Wait(_underWay, wait);
                if (_end) return;
                next = _underWay.Dequeue();
            }
            _tunnels[next.To].Write(next.Packet);
        }
    }

    private bool IsDue(out TimeSpan wait)
    {
        wait = TimeSpan.FromMilliseconds(100);
        if (!_underWay.TryPeek(out _, out var due)) return false;
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left <= TimeSpan.Zero) return true;
        wait = left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left;
        return false;
    }
}
