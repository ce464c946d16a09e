using Batata.Application.Locks;

namespace Batata.Application.Tests.Locks;

public sealed class LockClockTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public void WallClockThatIsSet_MovesNoLease(int hours)
    {
        var time = new TwoClocks();
        var clock = new LockClock(time);
        time.Wall += TimeSpan.FromHours(hours);
        time.Running += TimeSpan.FromSeconds(5);
        Assert.Equal(1_700_000_005_000, clock.NowMs);
    }

    /// <summary>The clock on the wall, and the one that only runs.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

        public TimeSpan Running { get; set; } = TimeSpan.FromDays(3);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Running.Ticks;
    }
}
