using Batata.Application.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Application.Tests.Telemetry;

public sealed class TimingTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Record_CountsAndSums()
    {
        var timing = new Timing(_time);
        foreach (var seconds in (int[])[1, 3, 2])
        {
            var begun = timing.Begin();
            _time.Advance(TimeSpan.FromSeconds(seconds));
            timing.Record(begun);
        }
        timing.Record(TimeSpan.FromMilliseconds(500));
        Assert.Equal((4L, 6.5, 3.0), (timing.Count, timing.SumSeconds, timing.MaxSeconds));
    }

    /// <summary>A slow request of long ago must not be shown for ever.</summary>
    [Fact]
    public void Max_IsForgottenAfterTwoMinutes()
    {
        var timing = new Timing(_time);
        timing.Record(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromMinutes(1));
        timing.Record(TimeSpan.FromSeconds(1));
        Assert.Equal(5, timing.MaxSeconds);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, timing.MaxSeconds);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((0.0, 2L), (timing.MaxSeconds, timing.Count));
    }

    [Fact]
    public async Task Record_ByManyAtOnce_LosesNothing()
    {
        var timing = new Timing(TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) timing.Record(timing.Begin());
        })));
        Assert.Equal(40_000, timing.Count);
    }
}
