using Batata.Api.Nacos.Push;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Push;

public sealed class TimerWheelTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(29_500)]
    [InlineData(51_200)]
    [InlineData(51_300)]
    [InlineData(3_600_000)]
    public void Add_EndsAfterTheTimeAndSoon(int milliseconds)
    {
        using var wheel = new TimerWheel(_time);
        _time.Advance(TimeSpan.FromMilliseconds(12_345)); // not at the beginning of the ring
        var poll = Add(wheel, milliseconds);
        if (milliseconds > 0) _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(IsAnswered(poll));
        _time.Advance(TimeSpan.FromMilliseconds(201));
        Assert.True(IsAnswered(poll));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Turn_ThatComesMuchTooLate_AnswersAllThatAreDue()
    {
        var time = new StalledTime();
        using var wheel = new TimerWheel(time);
        var due = Enumerable.Range(0, 1_000).Select(i => Add(wheel, i * 100)).ToList();
        var later = Add(wheel, 1_000_000);
        time.Now = TimeSpan.FromSeconds(200);
        time.Fire();
        Assert.All(due, poll => Assert.True(IsAnswered(poll)));
        Assert.False(IsAnswered(later));
        Assert.Equal(1, wheel.Count);
    }

    [Fact]
    public void Remove_FirstMiddleAndLastOfASlot_LeavesTheOthers()
    {
        using var wheel = new TimerWheel(_time);
        var polls = Enumerable.Range(0, 5).Select(_ => Add(wheel, 1_000)).ToList();
        foreach (var i in new[] { 4, 2, 0 }) wheel.Remove(polls[i]);
        wheel.Remove(polls[0]);
        Assert.Equal(2, wheel.Count);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([false, true, false, true, false], polls.Select(IsAnswered));
    }

    private static LongPoll Add(TimerWheel wheel, int milliseconds)
    {
        var poll = new LongPoll([], "10.0.0.1", null);
        wheel.Add(poll, TimeSpan.FromMilliseconds(milliseconds));
        return poll;
    }

    private static bool IsAnswered(LongPoll poll) => poll.Answer.IsCompleted;

    /// <summary>A clock whose timer fires when the test says so, as on a machine that hangs.</summary>
    private sealed class StalledTime : TimeProvider, ITimer
    {
        private Action _fire = () => { };

        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Fire() => _fire();

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
