using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>A check of this agent, with the loop that runs it, if one does.</summary>
internal sealed class CheckRun(AgentCheck check, CancellationToken stopping)
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>As it is now; the registration never changes.</summary>
    public AgentCheck Check { get; set; } = check;

    public AsyncWake Wake { get; } = new();

    /// <summary>Completes when nothing of it runs any more.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public bool IsActive => !Ended.IsCompleted;

    /// <param name="before">The one that it replaces: two runs of a check never overlap.</param>
    public void Start(CheckRun? before, Func<CancellationToken, Task> loop) => Ended = RunAsync(before?.Ended ?? Task.CompletedTask, loop);

    /// <summary>For the task that started it, once.</summary>
    public void Stop()
    {
        _ending.Cancel();
        _ending.Dispose(); // its token stays what it is
    }

    private async Task RunAsync(Task before, Func<CancellationToken, Task> loop)
    {
        var ending = _ending.Token;
        await before;
        await Task.Yield(); // the caller is the one task that starts all
        try
        {
            await loop(ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // It was taken away.
        }
    }
}
