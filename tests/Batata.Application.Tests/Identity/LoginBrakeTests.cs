using Batata.Application.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Application.Tests.Identity;

public sealed class LoginBrakeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void AUser_IsHeld_AtOneAddressAlone_AndAfterAWhileNoLonger()
    {
        var brake = Of(3);
        for (var i = 0; i < 3; i++)
        {
            Assert.False(brake.Holds("amy", "1"));
            brake.Failed("amy", "1");
        }

        Assert.True(brake.Holds("amy", "1"));
        Assert.False(brake.Holds("amy", "2"));
        Assert.False(brake.Holds("bob", "1"));
        _time.Advance(TimeSpan.FromSeconds(21)); // one of three in a minute
        Assert.False(brake.Holds("amy", "1"));
        brake.Failed("amy", "1");
        Assert.True(brake.Holds("amy", "1"));
    }

    [Fact]
    public void ASuccess_ForgetsFailures()
    {
        var brake = Of(2);
        brake.Failed("amy", "1");
        brake.Succeeded("amy", "1");
        brake.Failed("amy", "1");

        Assert.False(brake.Holds("amy", "1"));
    }

    [Fact]
    public void AnAddress_ThatTriesManyNames_IsHeldForAll()
    {
        var brake = Of(2);
        for (var i = 0; i < 20; i++) brake.Failed($"user-{i}", "1");

        Assert.True(brake.Holds("amy", "1"));
        Assert.False(brake.Holds("amy", "2"));
    }

    [Fact]
    public void Zero_HoldsNobody()
    {
        var brake = Of(0);
        for (var i = 0; i < 1_000; i++) brake.Failed("amy", "1");

        Assert.False(brake.Holds("amy", "1"));
    }

    private LoginBrake Of(int max) => new(Options.Create(new IdentityOptions { MaxFailedLogins = max }), _time);
}
