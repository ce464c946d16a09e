using Batata.Application.Abstractions;
using Batata.Application.Sessions;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Sessions;

namespace Batata.Infrastructure.Sessions;

/// <summary>
/// When each session with a TTL is over unless somebody renews it: after twice the TTL, as in Consul. Every node follows what is committed, so that a new
/// leader knows them all; only the leader's times count. A renewal writes one number: who is looked at too early is put back into the queue.
/// </summary>
internal sealed class SessionTimers(StateDatabaseHolder state, TimeProvider time) : IChangeObserver<SessionChanged>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionTimer> _byId = new(StringComparer.Ordinal);
    private readonly PriorityQueue<SessionTimer, long> _queue = new();

    public int Count
    {
        get
        {
            lock (_gate) return _byId.Count;
        }
    }

    /// <returns>Null when the session is unknown or has no TTL; false when it is being ended.</returns>
    public bool? Renew(string id)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id.ToLowerInvariant(), out var timer)) return null;
            if (timer.IsEnding) return false;
            timer.Due = DueIn(timer.TtlMs);
            return true;
        }
    }

    /// <summary>Those whose time is over; from now on they cannot be renewed. Give back what could not be ended.</summary>
    public IReadOnlyList<string> TakeDue(int max)
    {
        var due = new List<string>();
        lock (_gate)
        {
            var now = time.GetTimestamp();
            while (due.Count < max && _queue.TryPeek(out var timer, out var at) && at <= now)
            {
                _queue.Dequeue();
                if (timer.IsGone || timer.IsEnding) continue;
                if (timer.Due > now)
                {
                    _queue.Enqueue(timer, timer.Due); // renewed since
                    continue;
                }
                timer.IsEnding = true;
                due.Add(timer.Id);
            }
        }
        return due;
    }

    /// <summary>They are due again at once.</summary>
    public void GiveBack(IReadOnlyList<string> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (!_byId.TryGetValue(id, out var timer) || !timer.IsEnding) continue;
                timer.IsEnding = false;
                _queue.Enqueue(timer, timer.Due);
            }
        }
    }

    /// <summary>This node leads from now on: who renewed with the last leader is not known, so all have their whole time.</summary>
    public void RestartAll()
    {
        lock (_gate)
        {
            _queue.Clear();
            foreach (var timer in _byId.Values)
            {
                (timer.Due, timer.IsEnding) = (DueIn(timer.TtlMs), false);
                _queue.Enqueue(timer, timer.Due);
            }
        }
    }

    public void Observe(SessionChanged change)
    {
        lock (_gate)
        {
            if (change.Made is { TtlMs: > 0 } made) Add(made.Id, made.TtlMs);
            else if (change.Made is null && _byId.Remove(change.Id, out var timer)) timer.IsGone = true;
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _byId.Clear();
            _queue.Clear();
            foreach (var (id, ttl) in SessionRepository.ReadWithTtl(state.Database.Writer)) Add(id, ttl);
        }
    }

    private void Add(string id, long ttlMs)
    {
        var timer = new SessionTimer(id, ttlMs) { Due = DueIn(ttlMs) };
        _byId[id] = timer;
        _queue.Enqueue(timer, timer.Due);
    }

    private long DueIn(long ttlMs) => time.GetTimestamp() + (long)(2 * ttlMs / 1000.0 * time.TimestampFrequency);

    private sealed class SessionTimer(string id, long ttlMs)
    {
        public string Id { get; } = id;

        public long TtlMs { get; } = ttlMs;

        /// <summary>By the time provider's timestamps.</summary>
        public long Due { get; set; }

        public bool IsEnding { get; set; }

        public bool IsGone { get; set; }
    }
}
