namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>All targets that wait for their next look, by its time, with one timer for all of them. Safe for any thread.</summary>
internal sealed class CheckQueue : IDisposable
{
    /// <summary>Looks that come this close together start together, so that ten thousand targets do not wake anybody ten thousand times.</summary>
    private const int StepMs = 10;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<CheckTarget, long> _queue = new();
    private readonly AsyncSignal _wake = new();
    private readonly RegistryClock _clock;
    private readonly ITimer _timer;
    private long _timerMs = long.MaxValue;

    public CheckQueue(RegistryClock clock)
    {
        _clock = clock;
        _timer = clock.Time.CreateTimer(static s => ((AsyncSignal)s!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate) return _queue.Count;
        }
    }

    public void Add(CheckTarget target, long dueMs)
    {
        target.DueMs = dueMs;
        lock (_gate)
        {
            _queue.Enqueue(target, dueMs);
            SetTimer(dueMs);
        }
    }

    /// <summary>Takes what is due, the longest overdue first.</summary>
    /// <param name="due">Gets them; what was in it goes.</param>
    public void TakeDue(List<CheckTarget> due)
    {
        due.Clear();
        lock (_gate)
        {
            var nowMs = _clock.NowMs;
            _timerMs = long.MaxValue;
            while (_queue.TryPeek(out var target, out var dueMs))
            {
                if (dueMs > nowMs)
                {
                    SetTimer(dueMs);
                    return;
                }
                _queue.Dequeue();
                due.Add(target);
            }
        }
    }

    /// <summary>Waits until something is due, or for the time of <see cref="WakeSoon"/>.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => _wake.WaitAsync(cancellationToken);

    /// <summary>The next wait ends after one step.</summary>
    public void WakeSoon()
    {
        lock (_gate) SetTimer(0);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _wake.Dispose();
    }

    private void SetTimer(long dueMs)
    {
        var atMs = Math.Max(dueMs, _clock.NowMs + StepMs);
        if (atMs >= _timerMs) return;
        _timerMs = atMs;
        _timer.Change(TimeSpan.FromMilliseconds(atMs - _clock.NowMs), Timeout.InfiniteTimeSpan);
    }
}
