namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>Holds back what would be written to the log of this node while the leader changes on request; what is on its way arrives first.</summary>
internal sealed class WritePause
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _drained;
    private int _inside;

    /// <returns>False during a pause. Otherwise call <see cref="Leave"/>.</returns>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_drained is not null) return false;
            _inside++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0) _drained?.TrySetResult();
        }
    }

    /// <summary>Until <see cref="Resume"/> nobody gets in. For one caller at a time.</summary>
    /// <returns>Completes when all are out.</returns>
    public Task PauseAsync()
    {
        lock (_lock)
        {
            _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0) _drained.TrySetResult();
            return _drained.Task;
        }
    }

    public void Resume()
    {
        lock (_lock) _drained = null;
    }
}
