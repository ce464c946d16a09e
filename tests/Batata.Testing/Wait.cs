using System.Diagnostics;

namespace Batata.Testing;

/// <summary>Waits for a condition, never for a duration.</summary>
public static class Wait
{
    /// <param name="what">For the message, as in "waited for …".</param>
    /// <exception cref="TimeoutException">It did not come true in time (default 15 s).</exception>
    public static async Task UntilAsync(
        Func<Task<bool>> condition, string what, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var limit = patience ?? TimeSpan.FromSeconds(15);
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Waited {limit} for {what}.");
            await Task.Delay(20, cancellationToken);
        }
    }

    public static Task UntilAsync(
        Func<bool> condition, string what, TimeSpan? patience = null, CancellationToken cancellationToken = default) =>
        UntilAsync(() => Task.FromResult(condition()), what, patience, cancellationToken);
}
