namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Wakes one waiter; waking twice before it waits is once.</summary>
internal sealed class AsyncWake
{
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>Waits for it, or as long as that.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Volatile.Read(ref _wake).Task, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (_wake.Task.IsCompleted) Volatile.Write(ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
