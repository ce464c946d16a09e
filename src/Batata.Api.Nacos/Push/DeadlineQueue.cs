namespace Batata.Api.Nacos.Push;

/// <summary>Something that is to happen later, unless it has changed by then.</summary>
internal interface IDeadline
{
    /// <param name="version">As it was when the deadline was set: another one now means that it is void.</param>
    void Due(int version);
}

/// <summary>All deadlines of pushes behind one timer. A void one costs nothing but its place until its time.</summary>
internal sealed class DeadlineQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(IDeadline Item, int Version), long> _queue = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;

    public DeadlineQueue(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((DeadlineQueue)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(IDeadline item, int version, TimeSpan delay)
    {
        var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            _queue.Enqueue((item, version), due);
            if (due < _armedFor) Arm(due);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        var due = new List<(IDeadline Item, int Version)>();
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_queue.TryPeek(out var next, out var at) && at <= now)
            {
                _queue.Dequeue();
                due.Add(next);
            }
            if (_queue.TryPeek(out _, out var first)) Arm(first);
            else _armedFor = long.MaxValue;
        }
        foreach (var (item, version) in due) item.Due(version);
    }

    private void Arm(long due)
    {
        _armedFor = due;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        // Timers count whole milliseconds and may come early by a part of one.
        _timer.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
