using Batata.Infrastructure.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class ServiceChangeMeterTests : IDisposable
{
    private readonly RegistryFixture _naming = new(); // begins on a Thursday
    private readonly ServiceChangeMeter _meter;

    public ServiceChangeMeterTests() => _meter = new ServiceChangeMeter(_naming.Services, _naming.Clock);

    public void Dispose() => _naming.Dispose();

    [Fact]
    public void TheTen_ThatChangedMostOften_AreShown()
    {
        for (var service = 1; service <= 12; service++) Change($"s{service}", service);
        Assert.Equal(["s12 12", "s11 11", "s10 10", "s9 9", "s8 8", "s7 7", "s6 6", "s5 5", "s4 4", "s3 3"], Shown());
    }

    [Fact]
    public void SubscriptionsAndBeats_AreNoChanges()
    {
        Change("s", 1);
        _naming.Connect("c");
        _naming.Registry.Subscribe("c", Key("s"), Subscriber());
        _naming.Registry.Subscribe("c", Key("nobody"), Subscriber());
        _naming.Core.Beat(_naming.Services.Find(Key("s"))!, "10.0.0.1", 1);
        Assert.Equal(["s 1"], Shown());
    }

    [Fact]
    public void Monday_BeginsAnew()
    {
        Change("s", 2);
        _naming.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Empty(Shown());
        Change("s", 3);
        Assert.Equal(["s 3"], Shown());
    }

    private void Change(string service, int times)
    {
        for (var port = 1; port <= times; port++) _naming.Registry.Register(Key(service), At("10.0.0.1", port));
    }

    private List<string> Shown() => [.. _meter.Most().Select(static one => $"{one.Key.Name} {one.ChangeCount}")];
}
