using Batata.Api.Nacos.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Limits;

public sealed class TpsPointTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, 500, TimeSpan.Zero));
    private readonly TpsPoint _point;

    public TpsPointTests() => _point = new TpsPoint("ConfigQuery", _time);

    [Fact]
    public void WithoutRule_AllPass()
    {
        for (var i = 0; i < 1000; i++) Assert.True(_point.TryCount(out _, out _));
    }

    [Fact]
    public void OverTheLimit_IsRefused_UntilTheNextSecondOfTheClock()
    {
        _point.Rule = new TpsRule(2, TimeSpan.FromSeconds(1), intercepts: true);

        Assert.True(_point.TryCount(out _, out _));
        Assert.True(_point.TryCount(out _, out _));
        Assert.False(_point.TryCount(out var refused, out _));
        Assert.Equal("tps over limit :2", refused);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(_point.TryCount(out _, out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_point.TryCount(out _, out _));
    }

    [Fact]
    public void Monitor_LetsPass_AndTells()
    {
        _point.Rule = new TpsRule(0, TimeSpan.FromSeconds(1), intercepts: false);

        Assert.False(_point.TryCount(out var refused, out var tell));
        Assert.Null(refused);
        Assert.True(tell);
    }

    [Fact]
    public void Refusals_AreToldOnceInAWhile()
    {
        _point.Rule = new TpsRule(0, TimeSpan.FromSeconds(1), intercepts: true);

        _point.TryCount(out _, out var first);
        _point.TryCount(out _, out var second);
        _time.Advance(TimeSpan.FromSeconds(11));
        _point.TryCount(out _, out var later);

        Assert.Equal((true, false, true), (first, second, later));
    }

    [Fact]
    public void ManyThreads_GetNoMoreThanTheLimit()
    {
        _point.Rule = new TpsRule(1000, TimeSpan.FromHours(1), intercepts: true);
        var passed = 0;

        Parallel.For(0, 5000, _ =>
        {
            if (_point.TryCount(out var refused, out var _)) Interlocked.Increment(ref passed);
            else Assert.NotNull(refused);
        });

        Assert.Equal(1000, passed);
    }
}
