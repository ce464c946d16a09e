using System.Collections.Concurrent;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>Which of the other nodes this one follows at the moment. Numbers for metrics and for whoever decides by them.</summary>
internal sealed class PeerSight
{
    /// <summary>Attempts to reach a node before it counts as not there, when this node starts.</summary>
    private const int AttemptsOfAStart = 2;

    private readonly ConcurrentDictionary<MemberAddress, Seen> _peers = new();
    private long _outOfStep;
    private long _dropped;
    private long _broken;

    private enum State
    {
        /// <summary>Not reached yet, or any more.</summary>
        Away,

        /// <summary>The snapshot is on its way.</summary>
        Coming,

        /// <summary>Followed.</summary>
        There,

        /// <summary>It stopped in good order.</summary>
        Left,
    }

    /// <summary>Others that should be there: those that said that they stop are not.</summary>
    public int Expected => _peers.Count(static peer => peer.Value.State != State.Left);

    public int Followed => _peers.Count(static peer => peer.Value.State == State.There);

    /// <summary>Fewer than half are seen, so this node may be the one that is cut off, and must not think that the others are gone.</summary>
    public bool IsPreserving => Followed * 2 < Expected;

    /// <summary>Every other node is here with all its records, or is known to be away.</summary>
    public bool IsSettled => _peers.All(static peer => peer.Value.State is State.There or State.Left || peer.Value.Failures >= AttemptsOfAStart);

    /// <summary>Streams that had to begin again because something was missing or differed, since the start.</summary>
    public long OutOfStep => Interlocked.Read(ref _outOfStep);

    /// <summary>Clients of lost nodes that nobody came back for, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Streams of nodes that were followed and are not any more, without a word of them, since the start.</summary>
    public long Broken => Interlocked.Read(ref _broken);

    /// <summary>A moment's view.</summary>
    public IEnumerable<(MemberAddress Member, bool Followed)> Peers => _peers.Select(static peer => (peer.Key, peer.Value.State == State.There));

    /// <summary>Those that are still awaited, for people.</summary>
    public IEnumerable<MemberAddress> Awaited =>
        _peers.Where(static peer => peer.Value.State is State.Away or State.Coming && peer.Value.Failures < AttemptsOfAStart).Select(static peer => peer.Key);

    public void Expect(MemberAddress peer) => _peers.TryAdd(peer, new Seen(State.Away, 0));

    public void Forget(MemberAddress peer) => _peers.TryRemove(peer, out _);

    public void Comes(MemberAddress peer) => Set(peer, static seen => seen with { State = State.Coming });

    public void Follows(MemberAddress peer) => Set(peer, static _ => new Seen(State.There, 0));

    public void Lost(MemberAddress peer)
    {
        if (_peers.TryGetValue(peer, out var before) && before.State == State.There) Interlocked.Increment(ref _broken);
        Set(peer, static seen => new Seen(seen.State == State.Left ? State.Left : State.Away, seen.Failures + 1));
    }

    public void Left(MemberAddress peer) => Set(peer, static seen => seen with { State = State.Left });

    public void CountOutOfStep() => Interlocked.Increment(ref _outOfStep);

    public void CountDropped(int clients) => Interlocked.Add(ref _dropped, clients);

    /// <summary>Nothing when it is not expected any more.</summary>
    private void Set(MemberAddress peer, Func<Seen, Seen> change)
    {
        while (_peers.TryGetValue(peer, out var seen) && !_peers.TryUpdate(peer, change(seen), seen))
        {
        }
    }

    private sealed record Seen(State State, int Failures);
}
