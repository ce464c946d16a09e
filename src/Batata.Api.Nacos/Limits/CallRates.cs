using System.Threading.RateLimiting;

namespace Batata.Api.Nacos.Limits;

/// <summary>The limiters that the settings ask for. A call that is let through allocates nothing.</summary>
internal sealed class CallRates : IDisposable
{
    private const int PeriodsPerSecond = 10;

    private readonly ClientBuckets? _allByAddress;
    private readonly RateLimiter? _all;
    private readonly ClientBuckets?[] _byAddress;
    private readonly RateLimiter?[] _total;

    public CallRates(LimitOptions options, TimeProvider time)
    {
        CallRate? Find(string group, string kind) => options.Rates.GetValueOrDefault($"{group}.{kind}");
        _allByAddress = ByAddress(Find(RateNames.AllGroups, RateNames.PerAddress), time);
        _all = Total(Find(RateNames.AllGroups, RateNames.Total));
        var groups = Enum.GetValues<CallGroup>();
        _byAddress = [.. groups.Select(group => ByAddress(Find(RateNames.Of(group), RateNames.PerAddress), time))];
        _total = [.. groups.Select(group => Total(Find(RateNames.Of(group), RateNames.Total)))];
    }

    public bool Admits(CallGroup group, in ClientKey client) =>
        Takes(_allByAddress, client) && Takes(_byAddress[(int)group], client) && Takes(_all) && Takes(_total[(int)group]);

    public void Dispose()
    {
        _allByAddress?.Dispose();
        _all?.Dispose();
        foreach (var limiter in _byAddress) limiter?.Dispose();
        foreach (var limiter in _total) limiter?.Dispose();
    }

    private static bool Takes(ClientBuckets? limiter, in ClientKey client) => limiter is null || limiter.Takes(client);

    private static bool Takes(RateLimiter? limiter)
    {
        if (limiter is null) return true;
        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    private static ClientBuckets? ByAddress(CallRate? rate, TimeProvider time) => rate is null ? null : new ClientBuckets(Bucket(rate, refillsItself: false), time);

    private static TokenBucketRateLimiter? Total(CallRate? rate) => rate is null ? null : new TokenBucketRateLimiter(Bucket(rate, refillsItself: true));

    private static TokenBucketRateLimiterOptions Bucket(CallRate rate, bool refillsItself)
    {
        var tokens = Math.Max(1, rate.PerSecond / PeriodsPerSecond);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / rate.PerSecond),
            AutoReplenishment = refillsItself,
            QueueLimit = 0,
        };
    }
}
