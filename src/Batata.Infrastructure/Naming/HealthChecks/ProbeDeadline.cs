using System.Collections.Concurrent;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>When a look is given up.</summary>
internal sealed class ProbeDeadline(CancellationTokenSource source)
{
    public CancellationToken Token => source.Token;

    /// <summary>From now on, it ends after this time.</summary>
    public void Restart(TimeSpan after) => source.CancelAfter(after);

    internal CancellationTokenSource Source => source;
}

/// <summary>Deadlines to be used again: as many as there are looks at a time.</summary>
internal sealed class ProbeDeadlines(TimeProvider time) : IDisposable
{
    private readonly ConcurrentBag<ProbeDeadline> _idle = [];
    private readonly ConcurrentDictionary<ProbeDeadline, bool> _all = new();
    private volatile bool _closed;

    public ProbeDeadline Rent(TimeSpan after)
    {
        if (!_idle.TryTake(out var deadline))
        {
            deadline = new ProbeDeadline(new CancellationTokenSource(after, time));
            _all[deadline] = true;
        }
        else
        {
            deadline.Restart(after);
        }
        if (_closed) deadline.Source.Cancel();
        return deadline;
    }

    public void Return(ProbeDeadline deadline)
    {
        if (deadline.Source.TryReset())
        {
            _idle.Add(deadline);
            return;
        }
        _all.TryRemove(deadline, out _);
        deadline.Source.Dispose();
    }

    /// <summary>Ends all looks that are under way, and every later one at once.</summary>
    public void EndAll()
    {
        _closed = true;
        foreach (var (deadline, _) in _all)
        {
            try
            {
                deadline.Source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // Its look has just ended.
            }
        }
    }

    public void Dispose()
    {
        foreach (var (deadline, _) in _all) deadline.Source.Dispose();
    }
}
