using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;
using Batata.Infrastructure.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Telemetry;

public sealed class MetricIntervalsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 10, 0, 3, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Numbers _numbers = new();
    private readonly MetricIntervals _intervals;

    public MetricIntervalsTests() => _intervals = new MetricIntervals(new BatataMeter(_services.GetRequiredService<IMeterFactory>(), [_numbers]), _time);

    [Fact]
    public void FirstQuestion_ShowsGaugesAsTheyAreNow()
    {
        _numbers.Level = 7;
        var now = _intervals.Latest();
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero), now.StartedAt);
        Assert.Equal(7, now.Gauges.Single(static gauge => gauge.Name == "test_level").Value);
    }

    [Fact]
    public void Interval_SumsUpWhatCameInIt()
    {
        _numbers.Total = 100;
        _intervals.Latest();
        _numbers.Count!.Add(3, new KeyValuePair<string, object?>("kind", "a"));
        _numbers.Count!.Add(5, new KeyValuePair<string, object?>("kind", "a"));
        _numbers.Took!.Record(2);
        _numbers.Took!.Record(4);
        _numbers.Total = 130;
        _time.Advance(TimeSpan.FromSeconds(7));
        var complete = _intervals.Latest();
        var count = complete.Counters.Single(static one => one.Name == "test_count");
        Assert.Equal((2, 8.0, 3.0, 5.0, 0.8), (count.Count, count.Sum, count.Min, count.Max, count.Rate));
        Assert.Equal([new("kind", "a")], count.Labels);
        Assert.Equal(30, complete.Counters.Single(static one => one.Name == "test_total").Sum);
        var took = complete.Samples.Single(static one => one.Name == "test_took");
        Assert.Equal((3.0, Math.Sqrt(2)), (took.Mean, took.Deviation));
    }

    [Fact]
    public async Task Next_WaitsForTheEndOfTheInterval()
    {
        var next = _intervals.NextAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero), (await next).StartedAt);
    }

    [Fact]
    public void NobodyAsksForAMinute_NothingIsReadAnyMore()
    {
        _intervals.Latest();
        _time.Advance(TimeSpan.FromSeconds(90));
        var reads = _numbers.Reads;
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(reads, _numbers.Reads);
        _intervals.Latest();
        Assert.True(_numbers.Reads > reads);
    }

    public void Dispose()
    {
        _intervals.Dispose();
        _services.Dispose();
    }

    private sealed class Numbers : IMeterSource
    {
        public int Level { get; set; }

        public long Total { get; set; }

        public int Reads { get; private set; }

        public Counter<int>? Count { get; private set; }

        public Histogram<double>? Took { get; private set; }

        public void Describe(Meter meter)
        {
            Count = meter.CreateCounter<int>("test_count");
            Took = meter.CreateHistogram<double>("test_took");
            meter.CreateObservableCounter("test_total", () => Total);
            meter.CreateObservableGauge("test_level", () =>
            {
                Reads++;
                return Level;
            });
        }
    }
}
