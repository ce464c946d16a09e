using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class CheckIntervalsTests
{
    [Fact]
    public void FirstDelay_IsTwoSecondsAndARandomPart()
    {
        var random = new Random(1);
        long[] delays = [.. Enumerable.Range(0, 10_000).Select(_ => CheckIntervals.FirstDelayMs(SwitchDomain.Default, random))];
        Assert.InRange(delays.Min(), 2_000, 2_005);
        Assert.InRange(delays.Max(), 6_000, 7_000);
        Assert.InRange(delays.Average(), 3_150, 3_350); // a random part of a random part: a quarter of the longest
    }

    [Theory]
    [InlineData(4_000, ProbePace.Measured, 10, 3_002)] // 0.75 of the old, 0.25 of the measured
    [InlineData(1_100, ProbePace.Measured, 1, 1_000)] // not below the shortest
    [InlineData(4_000, ProbePace.Doubled, 500, 5_000)] // a quarter more
    [InlineData(2_000, ProbePace.Doubled, 500, 2_500)]
    [InlineData(1_000, ProbePace.Slowest, 1, 2_000)]
    [InlineData(5_000, ProbePace.Slowest, 1, 5_000)]
    internal void Next_OfTcp(long before, ProbePace pace, double tookMs, long expected) =>
        Assert.Equal(expected, CheckIntervals.Next(before, pace, tookMs, HealthParams.Tcp));

    [Fact]
    public void Next_FollowsTheBoundsOfItsKind()
    {
        Assert.InRange(Settled(HealthParams.Mysql, ProbePace.Slowest), 2_990, 3_000); // whole milliseconds, so it need not arrive
        Assert.Equal(2_000, Settled(HealthParams.Mysql, ProbePace.Measured));
        Assert.Equal(500, Settled(HealthParams.Http, ProbePace.Measured));
        Assert.Equal(5_000, Settled(HealthParams.Http, ProbePace.Doubled));
        Assert.Equal(700, Settled(HealthParams.Tcp with { Min = 700 }, ProbePace.Measured));

        static long Settled(HealthParams bounds, ProbePace pace)
        {
            var interval = 2_500L;
            for (var i = 0; i < 100; i++) interval = CheckIntervals.Next(interval, pace, 1, bounds);
            return interval;
        }
    }

    [Theory]
    [InlineData(0, 0, 0.5f)] // the switch of MYSQL takes anything
    [InlineData(-5, -9, 7f)]
    [InlineData(3_000, 0, float.NaN)]
    public void Next_LeavesAPause_WhateverTheSwitchSays(int max, int min, float factor) =>
        Assert.InRange(CheckIntervals.Next(2_000, ProbePace.Measured, 1, new HealthParams(max, min, factor)), 100, 3_000);
}
