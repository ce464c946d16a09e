using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Infrastructure.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Telemetry;

public sealed class ConfigChangeMeterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)); // a Thursday
    private readonly ConfigChangeMeter _meter;

    public ConfigChangeMeterTests() => _meter = new ConfigChangeMeter(_time);

    [Fact]
    public void TheTen_ThatChangedMostOften_AreShown()
    {
        for (var config = 1; config <= 12; config++) Change($"c{config}", config);
        Assert.Equal(["c12 12", "c11 11", "c10 10", "c9 9", "c8 8", "c7 7", "c6 6", "c5 5", "c4 4", "c3 3"], Shown());
    }

    [Fact]
    public void Monday_BeginsAnew()
    {
        Change("a", 2);
        _time.Advance(TimeSpan.FromDays(4) - TimeSpan.FromSeconds(1));
        Change("a", 1);
        Assert.Equal(["a 3"], Shown());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(Shown());
        Change("a", 1);
        Assert.Equal(["a 1"], Shown());
    }

    [Fact]
    public void ManyConfigs_DoNotPushOutTheOnesThatChangeOften()
    {
        Change("hot", 5);
        for (var config = 0; config < 3 * ConfigChangeMeter.MostKept; config++) Change($"c{config}", 1);
        Assert.Equal("hot 5", Shown()[0]);
    }

    private void Change(string dataId, int times)
    {
        for (var i = 0; i < times; i++) _meter.Observe(new ConfigChanged(ConfigKey.Of(dataId, "g", ""), null));
    }

    private List<string> Shown() => [.. _meter.Most().Select(static one => $"{one.Key.DataId} {one.Count}")];
}
