using Batata.Api.Consul.Http;
using Batata.Application.Watches;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Reads;

/// <summary>
/// Reads that wait while their mark is the one that the caller has seen: the hash of a service, the last event. Marks are equal or not, none is higher.
/// Protocol source: Consul <c>agentBlockingQuery</c>, <c>EventList</c>.
/// </summary>
internal sealed class MarkedReads(IWatches watches, IOptions<ConsulOptions> options, TimeProvider time)
{
    /// <param name="read">Reads from the last commit.</param>
    /// <param name="seen">What was read is what the caller has.</param>
    /// <param name="wait">Null: the answer is given at once, whatever it is.</param>
    public async Task<T> ReadAsync<T>(WatchTopic[] topics, Func<CancellationToken, ValueTask<T>> read, Func<T, bool> seen, TimeSpan? wait, CancellationToken aborted)
    {
        if (wait is not { } longest) return await read(aborted);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var deadline = Task.Delay(longest, time, over.Token);
        try
        {
            while (true)
            {
                using var watch = watches.Open(topics);
                var found = await read(aborted);
                if (!seen(found)) return found;
                if (await Task.WhenAny(watch.Fired, deadline) != deadline) continue;
                aborted.ThrowIfCancellationRequested();
                return await read(aborted);
            }
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    /// <summary>As long as was asked, no longer than is allowed, and a random part of a sixteenth.</summary>
    /// <param name="defaultMs">When no time was named.</param>
    public TimeSpan WaitOf(QueryOptions query, long defaultMs)
    {
        var wait = Math.Min(query.WaitMs == 0 ? defaultMs : query.WaitMs, options.Value.MaxWaitMs);
        return TimeSpan.FromMilliseconds(wait + (Random.Shared.NextDouble() * wait / 16));
    }
}
