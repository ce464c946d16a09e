namespace Batata.Application.Watches;

/// <summary>
/// Tells once that something of what was read may have changed. Open it before the read: then no change is missed, since it is told of a
/// commit before the writer is. A watch that fired stays so.
/// </summary>
public interface IWatches
{
    /// <summary>Dispose it when nobody waits any more.</summary>
    Watch Open(params ReadOnlySpan<WatchTopic> topics);
}

/// <summary>Waits for the first change of its topics.</summary>
public abstract class Watch : IDisposable
{
    private readonly TaskCompletionSource _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasFired => _fired.Task.IsCompleted;

    /// <summary>Completes with the first change. Any number may wait.</summary>
    public Task Fired => _fired.Task;

    /// <summary>The whole state was replaced: an answer that waits is given as it was read.</summary>
    public bool WasReplaced { get; private set; }

    protected void Fire(bool replaced)
    {
        if (HasFired) return;
        WasReplaced = replaced;
        _fired.TrySetResult();
    }

    public abstract void Dispose();
}
