using System.Net;
using System.Threading.RateLimiting;
using Batata.Api.Nacos.Limits;
using Batata.Testing;

namespace Batata.Api.Nacos.Tests.Limits;

public sealed class ClientBucketTests
{
    private static readonly ClientKey One = ClientKey.Of(IPAddress.Parse("10.0.0.1"));
    private static readonly ClientKey Other = ClientKey.Of(IPAddress.Parse("10.0.0.2"));

    [Fact]
    public void EachClient_HasABucketOfItsOwn()
    {
        using var buckets = Buckets(TimeSpan.FromHours(1));

        Assert.True(buckets.Takes(One));
        Assert.True(buckets.Takes(One));
        Assert.False(buckets.Takes(One));
        Assert.True(buckets.Takes(Other));
    }

    [Fact]
    public async Task Bucket_IsRefilled_AndForgottenWhenItIsFull()
    {
        using var buckets = Buckets(TimeSpan.FromMilliseconds(20));
        buckets.Takes(One);
        buckets.Takes(One);

        await Wait.UntilAsync(() => buckets.Takes(One), "a token");
        await Wait.UntilAsync(
            () =>
            {
                buckets.Sweep();
                return buckets.Count == 0;
            },
            "the bucket to be full and forgotten");
    }

    [Fact]
    public void Bucket_ThatIsNotFull_IsKept()
    {
        using var buckets = Buckets(TimeSpan.FromHours(1));
        buckets.Takes(One);

        buckets.Sweep();

        Assert.Equal(1, buckets.Count);
    }

    private static ClientBuckets<ClientKey> Buckets(TimeSpan refill) => new(
        new TokenBucketRateLimiterOptions { TokenLimit = 2, TokensPerPeriod = 1, ReplenishmentPeriod = refill, AutoReplenishment = false, QueueLimit = 0 }, TimeProvider.System);
}
