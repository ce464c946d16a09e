using Batata.Application.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>What waits to be pushed of one service. Guarded by the schedule, but for the flag.</summary>
internal sealed class PushState
{
    private volatile bool _all;

    /// <summary>All subscribers get the next push. Writers look at it without the lock: one that sees it set has nothing to do.</summary>
    public bool All
    {
        get => _all;
        set => _all = value;
    }

    /// <summary>End of the window; 0 when nothing waits.</summary>
    public long DueMs { get; set; }

    /// <summary>Who gets it, unless <see cref="All"/>.</summary>
    public List<Subscription> Only { get; } = [];
}

/// <summary>
/// A queue of services by the end of their window. A service is in it once (twice when an earlier end came up, and the later item is then
/// skipped), so it is bounded by services that have subscribers.
/// </summary>
internal sealed class PushSchedule : IPushSchedule, IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ServiceEntry, long> _queue = new();
    private readonly AsyncSignal _wake = new();
    private readonly RegistryClock _clock;
    private readonly SwitchStore _switches;
    private readonly NamingOptions _options;
    private readonly ITimer _timer;
    private long _timerMs = long.MaxValue;

    public PushSchedule(RegistryClock clock, SwitchStore switches, IOptions<NamingOptions> options)
    {
        (_clock, _switches, _options) = (clock, switches, options.Value);
        _timer = clock.Time.CreateTimer(static s => ((AsyncSignal)s!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _switches.Changed += _wake.Set;
    }

    public PushBacklog Backlog
    {
        get
        {
            lock (_gate)
            {
                var (changed, alone) = (0, 0);
                foreach (var (service, dueMs) in _queue.UnorderedItems)
                {
                    if (service.Push.DueMs != dueMs) continue; // an earlier end came up
                    if (service.Push.All) changed++;
                    else alone += service.Push.Only.Count;
                }
                return new PushBacklog(changed, alone);
            }
        }
    }

    /// <summary>The service changed: after its version was raised, so that a push taken from now on has the change.</summary>
    public void PushToAll(ServiceEntry service)
    {
        if (service.SubscriptionCount == 0 || service.Push.All) return;
        lock (_gate)
        {
            service.Push.All = true;
            Enqueue(service, _options.PushDelayMs);
        }
    }

    /// <summary>Somebody subscribed.</summary>
    public void PushTo(Subscription subscription) => PushTo(subscription, _options.PushDelayMs);

    public void Retry(IServiceSubscription subscription)
    {
        if (subscription.Active) PushTo((Subscription)subscription, _options.PushRetryDelayMs);
    }

    public async ValueTask<IReadOnlyList<DuePush>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_switches.Current.PushEnabled && TakeDue() is { Count: > 0 } due) return due;
            await _wake.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _switches.Changed -= _wake.Set;
        _timer.Dispose();
        _wake.Dispose();
    }

    private void PushTo(Subscription subscription, int delayMs)
    {
        lock (_gate)
        {
            if (subscription.Scheduled || subscription.Service.Push.All) return;
            subscription.Scheduled = true;
            subscription.Service.Push.Only.Add(subscription);
            Enqueue(subscription.Service, delayMs);
        }
    }

    /// <summary>The window that ends first counts: later triggers join it and do not extend it.</summary>
    private void Enqueue(ServiceEntry service, int delayMs)
    {
        var dueMs = _clock.NowMs + delayMs;
        if (service.Push.DueMs != 0 && service.Push.DueMs <= dueMs) return;
        service.Push.DueMs = dueMs;
        _queue.Enqueue(service, dueMs);
        SetTimer(dueMs);
    }

    private List<DuePush> TakeDue()
    {
        var due = new List<(ServiceEntry Service, Subscription[]? Only)>();
        lock (_gate)
        {
            var nowMs = _clock.NowMs;
            _timerMs = long.MaxValue;
            while (_queue.TryPeek(out var service, out var dueMs))
            {
                if (dueMs > nowMs)
                {
                    SetTimer(dueMs);
                    break;
                }
                _queue.Dequeue();
                if (service.Push.DueMs != dueMs) continue;
                due.Add((service, service.Push.All ? null : [.. service.Push.Only]));
                foreach (var subscription in service.Push.Only) subscription.Scheduled = false;
                service.Push.Only.Clear();
                service.Push.DueMs = 0;
                service.Push.All = false;
            }
        }
        // A writer that saw the flag still set has raised its version before; this fence makes the snapshots below see it.
        Interlocked.MemoryBarrier();
        var pushes = new List<DuePush>(due.Count);
        foreach (var (service, only) in due)
        {
            var targets = only is null ? service.CopySubscriptions() : Array.FindAll(only, static s => s.Active);
            if (targets.Length > 0) pushes.Add(new DuePush(service.Snapshot(_clock), targets));
        }
        return pushes;
    }

    private void SetTimer(long dueMs)
    {
        if (dueMs >= _timerMs) return;
        _timerMs = dueMs;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, dueMs - _clock.NowMs)), Timeout.InfiniteTimeSpan);
    }
}
