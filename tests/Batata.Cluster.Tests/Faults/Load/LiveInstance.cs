using System.Diagnostics;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>An instance whose client lives all the time, and where and when that client had reason to believe it registered. Thread-safe.</summary>
internal sealed class LiveInstance(string address)
{
    private readonly List<Stay> _stays = [];

    /// <summary><c>ip:port</c></summary>
    public string Address => address;

    /// <summary>The node has acknowledged the registration.</summary>
    public void Registered(int node)
    {
        lock (_stays) _stays.Add(new Stay(node, Stopwatch.GetTimestamp(), null));
    }

    /// <summary>The client has noticed that it is not registered there any more, or cannot know.</summary>
    public void Lost()
    {
        lock (_stays)
        {
            if (_stays is [.., { To: null } last]) _stays[^1] = last with { To = Stopwatch.GetTimestamp() };
        }
    }

    /// <summary>It was registered on that node all of that time.</summary>
    public bool StayedOn(int node, long from, long to)
    {
        lock (_stays) return _stays.Exists(stay => stay.Node == node && stay.From <= from && (stay.To ?? long.MaxValue) >= to);
    }

    /// <summary>It was registered on some node before.</summary>
    public bool KnownBefore(long time)
    {
        lock (_stays) return _stays is [var first, ..] && first.From <= time;
    }

    private sealed record Stay(int Node, long From, long? To);
}
