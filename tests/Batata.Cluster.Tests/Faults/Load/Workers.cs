namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>Loops that run until they are told to end.</summary>
internal sealed class Workers : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];

    public CancellationToken End => _end.Token;

    /// <param name="turn">One turn of the loop. It may throw only when the token is cancelled.</param>
    /// <param name="pace">Longest pause between two turns; half of it on average.</param>
    public void Start(Func<CancellationToken, Task> turn, Random random, TimeSpan pace)
    {
        var own = new Random(random.Next());
        _running.Add(Task.Run(async () =>
        {
            try
            {
                while (!End.IsCancellationRequested)
                {
                    await turn(End);
                    await Task.Delay(pace * own.NextDouble(), End); // a machine is to have time for several nodes, and more than one test
                }
            }
            catch (OperationCanceledException) when (End.IsCancellationRequested)
            {
                // told to
            }
        }));
    }

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running);
    }

    public void Dispose() => _end.Dispose();
}
