using System.Runtime.CompilerServices;

namespace Batata.Infrastructure.Agents;

/// <summary>
/// What is due when, by key. One waits for all; any thread sets. What is put off again and again stands in the queue once: when its old turn comes, it takes its new one.
/// </summary>
/// <param name="longestWait">Who waits is let go after this time at the latest, though nothing is due.</param>
internal sealed class Deadlines<T>(TimeProvider time, TimeSpan? longestWait = null)
{
    private readonly TimeSpan _longestWait = longestWait ?? TimeSpan.FromHours(1);

    private readonly Lock _guard = new();
    private readonly Dictionary<string, Slot> _values = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(string Key, long Turn), DateTimeOffset> _queue = new();
    private TaskCompletionSource _woken = NewSignal();
    private long _turns;

    /// <summary>Turns that wait, outdated ones too.</summary>
    internal int QueuedCount
    {
        get { lock (_guard) return _queue.Count; }
    }

    public void Set(string key, T value, TimeSpan after)
    {
        lock (_guard) Put(key, value, after);
    }

    public void SetIfAbsent(string key, T value, TimeSpan after)
    {
        lock (_guard)
        {
            if (!_values.ContainsKey(key)) Put(key, value, after);
        }
    }

    /// <summary>Puts it off when its value is one that may be.</summary>
    /// <returns>False when it may not, or when there is none: what was taken is another's matter.</returns>
    public bool TryPutOff<TArg>(string key, TArg arg, Func<T, TArg, TimeSpan?> after)
    {
        lock (_guard)
        {
            if (!_values.TryGetValue(key, out var slot) || after(slot.Value, arg) is not { } wait) return false;
            Put(key, slot.Value, wait);
            return true;
        }
    }

    /// <summary>None is due earlier than after the time that it is given.</summary>
    public void PutOffAll(Func<T, TimeSpan> after)
    {
        lock (_guard)
        {
            var now = time.GetUtcNow();
            foreach (var slot in _values.Values)
            {
                if (now + after(slot.Value) is var at && at > slot.At) slot.At = at;
            }
        }
    }

    public void Clear()
    {
        lock (_guard)
        {
            _values.Clear();
            _queue.Clear();
        }
    }

    public void Remove(string key)
    {
        lock (_guard) _values.Remove(key);
    }

    /// <summary>Whoever waits looks again.</summary>
    public void Wake()
    {
        lock (_guard) _woken.TrySetResult();
    }

    /// <summary>Waits until something is due, or was woken, and takes what is due.</summary>
    public async IAsyncEnumerable<(string Key, T Value)> TakeDueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task woken;
        TimeSpan wait;
        lock (_guard)
        {
            if (_woken.Task.IsCompleted) _woken = NewSignal();
            woken = _woken.Task;
            wait = NextWait();
        }
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await woken.WaitAsync(wait, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // due
            }
        }
        while (Take() is { } due) yield return due;
    }

    private (string Key, T Value)? Take()
    {
        lock (_guard)
        {
            while (_queue.TryPeek(out var head, out var at))
            {
                var isCurrent = _values.TryGetValue(head.Key, out var slot) && slot.Turn == head.Turn;
                if (isCurrent && at > time.GetUtcNow()) return null;
                _queue.Dequeue();
                if (!isCurrent) continue;
                if (slot!.At > time.GetUtcNow())
                {
                    slot.QueuedAt = slot.At;
                    _queue.Enqueue(head, slot.At);
                    continue;
                }
                _values.Remove(head.Key);
                return (head.Key, slot.Value);
            }
            return null;
        }
    }

    private TimeSpan NextWait()
    {
        while (_queue.TryPeek(out var head, out var at))
        {
            if (_values.TryGetValue(head.Key, out var slot) && slot.Turn == head.Turn) return Between(at - time.GetUtcNow(), TimeSpan.Zero, _longestWait);
            _queue.Dequeue();
        }
        return _longestWait;
    }

    private void Put(string key, T value, TimeSpan after)
    {
        var at = time.GetUtcNow() + (after < TimeSpan.FromDays(3_650) ? after : TimeSpan.FromDays(3_650));
        if (_values.TryGetValue(key, out var slot) && slot.QueuedAt <= at)
        {
            (slot.Value, slot.At) = (value, at);
            return;
        }
        var isFirst = !_queue.TryPeek(out _, out var first) || at < first;
        _values[key] = new Slot { Value = value, At = at, QueuedAt = at, Turn = ++_turns };
        _queue.Enqueue((key, _turns), at);
        if (isFirst) _woken.TrySetResult();
    }

    private static TimeSpan Between(TimeSpan one, TimeSpan least, TimeSpan most) => one < least ? least : one > most ? most : one;

    private sealed class Slot
    {
        public required T Value { get; set; }

        public required DateTimeOffset At { get; set; }

        /// <summary>When its turn in the queue comes: never later than it is due.</summary>
        public required DateTimeOffset QueuedAt { get; set; }

        public required long Turn { get; init; }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
