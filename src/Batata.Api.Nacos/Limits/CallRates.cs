using System.Threading.RateLimiting;

namespace Batata.Api.Nacos.Limits;

/// <summary>The limiters that the settings ask for. A call that is let through allocates nothing.</summary>
internal sealed class CallRates : IDisposable
{
    private const int PeriodsPerSecond = 10;

    private readonly ClientBuckets<ClientKey>? _allByAddress;
    private readonly RateLimiter? _all;
    private readonly ClientBuckets<ClientKey>?[] _byAddress;
    private readonly RateLimiter?[] _total;
    private readonly ClientBuckets<string>? _allByUser;
    private readonly ClientBuckets<string>?[] _byUser;

    public CallRates(LimitOptions options, TimeProvider time)
    {
        CallRate? Find(string group, string kind) => options.Rates.GetValueOrDefault($"{group}.{kind}");
        _allByAddress = ByAddress(Find(RateNames.AllGroups, RateNames.PerAddress), time);
        _all = Total(Find(RateNames.AllGroups, RateNames.Total));
        var groups = Enum.GetValues<CallGroup>();
        _byAddress = [.. groups.Select(group => ByAddress(Find(RateNames.Of(group), RateNames.PerAddress), time))];
        _allByUser = ByUser(Find(RateNames.AllGroups, RateNames.PerUser), time);
        _byUser = [.. groups.Select(group => ByUser(Find(RateNames.Of(group), RateNames.PerUser), time))];
        _total = [.. groups.Select(group => Total(Find(RateNames.Of(group), RateNames.Total)))];
    }

    /// <summary>Users have limits of their own, which cannot be asked about before the caller is known.</summary>
    public bool CountsUsers => _allByUser is not null || Array.Exists(_byUser, static one => one is not null);

    public bool AdmitsUser(CallGroup group, string user) => (_allByUser?.Takes(user) ?? true) && (_byUser[(int)group]?.Takes(user) ?? true);

    public bool Admits(CallGroup group, in ClientKey client) =>
        Takes(_allByAddress, client) && Takes(_byAddress[(int)group], client) && Takes(_all) && Takes(_total[(int)group]);

    public void Dispose()
    {
        _allByAddress?.Dispose();
        _all?.Dispose();
        _allByUser?.Dispose();
        foreach (var limiter in _byUser) limiter?.Dispose();
        foreach (var limiter in _byAddress) limiter?.Dispose();
        foreach (var limiter in _total) limiter?.Dispose();
    }

    private static bool Takes(ClientBuckets<ClientKey>? limiter, in ClientKey client) => limiter is null || limiter.Takes(client);

    private static bool Takes(RateLimiter? limiter)
    {
        if (limiter is null) return true;
        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    private static ClientBuckets<ClientKey>? ByAddress(CallRate? rate, TimeProvider time) => rate is null ? null : new ClientBuckets<ClientKey>(Bucket(rate, refillsItself: false), time);

    private static ClientBuckets<string>? ByUser(CallRate? rate, TimeProvider time) => rate is null ? null : new ClientBuckets<string>(Bucket(rate, refillsItself: false), time);

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
