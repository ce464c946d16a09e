namespace Batata.Benchmarks;

/// <summary>One thing that is done for every request, entry or push. Its name is its line in <c>allocations.txt</c>.</summary>
/// <param name="name">For example <c>config-lookup</c>.</param>
/// <param name="run">Does it once, on the calling thread.</param>
/// <param name="end">Frees what it needed; null for nothing.</param>
public sealed class HotPath(string name, Action run, Action? end = null) : IDisposable
{
    public string Name => name;

    public void Run() => run();

    public void Dispose() => end?.Invoke();

    public override string ToString() => name;
}
