using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Batata.Api.Nacos.Limits;

/// <summary>
/// A bucket for each client: an address, or a user. The framework's <c>PartitionedRateLimiter</c> does the same but allocates a closure for each call and goes through all buckets ten times a
/// second; here a bucket is refilled when it is asked, and the full ones, which say nothing about anybody, are forgotten once in a while.
/// </summary>
internal sealed class ClientBuckets<TKey> : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TKey, TokenBucketRateLimiter> _buckets = new();
    private readonly TokenBucketRateLimiterOptions _options;
    private readonly ITimer _sweep;

    /// <param name="options">Of buckets that do not refill themselves.</param>
    public ClientBuckets(TokenBucketRateLimiterOptions options, TimeProvider time)
    {
        _options = options;
        _sweep = time.CreateTimer(static buckets => ((ClientBuckets<TKey>)buckets!).Sweep(), this, SweepInterval, SweepInterval);
    }

    public int Count => _buckets.Count;

    public bool Takes(TKey client)
    {
        if (!_buckets.TryGetValue(client, out var bucket)) bucket = _buckets.GetOrAdd(client, static (_, options) => new TokenBucketRateLimiter(options), _options);
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose() => _sweep.Dispose();

    internal void Sweep()
    {
        foreach (var (client, bucket) in _buckets)
        {
            bucket.TryReplenish();
            // Whoever holds it still takes a token of a bucket that is full: he is let in, as with a new one.
            if (bucket.IdleDuration > TimeSpan.Zero) _buckets.TryRemove(new(client, bucket));
        }
    }
}
