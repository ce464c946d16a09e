using Batata.Application.Naming;
using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class AddressNamingTests : IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");
    private static readonly InstanceAddress Address = new("10.0.0.1", 80, "DEFAULT");

    private readonly RegistryFixture _naming = new();

    public void Dispose() => _naming.Dispose();

    [Fact]
    public void Register_EachAddressIsItsOwnClient()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        _naming.Registry.Register(Orders, At("10.0.0.2"));
        _naming.Registry.Register(Orders, At("10.0.0.1") with { ClusterName = "other" });
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _naming.Served(Orders));
        Assert.Equal(["DEFAULT", "other"], _naming.Registry.Find(Orders)!.Clusters);
        Assert.Same(_naming.Clients.FindAddress(NamingClientKind.EphemeralAddress, "10.0.0.1", 80), _naming.Clients.Find("10.0.0.1:80#true"));
        Assert.Null(_naming.Clients.Find("10.0.0.1:80#false"));
    }

    [Fact]
    public void Deregister_ForgivesWhatIsNotThere()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        _naming.Registry.Deregister(Orders, "10.0.0.2", 80);
        _naming.Registry.Deregister(Key("other"), "10.0.0.1", 80);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        _naming.Registry.Deregister(Orders, "10.0.0.1", 80);
        Assert.Equal("", _naming.Served(Orders));
    }

    [Fact]
    public void LightBeat_OfAnUnknownInstance_CreatesNothing()
    {
        Assert.Equal(new BeatAnswer(false, 5000, true), _naming.Registry.Beat(Orders, Address, null).Value);
        Assert.Null(_naming.Registry.Find(Orders));
    }

    [Fact]
    public void FullBeat_RegistersOnceAndThenOnlyRenews()
    {
        var beat = At("10.0.0.1") with { Weight = 2, Metadata = Metadata.Of(("preserved.heart.beat.interval", "3000")) };
        Assert.Equal(new BeatAnswer(true, 3000, true), _naming.Registry.Beat(Orders, Address, beat).Value);
        var before = _naming.Registry.Find(Orders)!;
        Assert.True(_naming.Registry.Beat(Orders, Address, beat with { Weight = 9 }).Value.Known);
        Assert.True(_naming.Registry.Beat(Orders, Address with { ClusterName = "ELSE" }, null).Value.Known);
        Assert.Same(before, _naming.Registry.Find(Orders));
        Assert.Equal(2, Assert.Single(before.Instances).Weight);
    }

    [Fact]
    public void Beat_OfAnotherServiceOrAddress_IsUnknown()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Assert.False(_naming.Registry.Beat(Key("other"), Address, null).Value.Known);
        Assert.False(_naming.Registry.Beat(Orders, Address with { Port = 81 }, null).Value.Known);
        Assert.True(_naming.Registry.Beat(Orders, Address, null).Value.Known);
    }

    [Fact]
    public void Beat_HealsAtOnce()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1") with { Healthy = false });
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        _naming.Registry.Beat(Orders, Address, null);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
    }

    [Fact]
    public void FullBeat_ThatMayNotRegister_IsRefused() =>
        Assert.Equal(NamingFailures.InstanceCode, _naming.Registry.Beat(Orders, Address, At("10.0.0.1") with { ClusterName = "a_b" }).Failure!.Code);

    [Fact]
    public void BeatInterval_SwitchThenInstanceThenOverride()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        _naming.Switches.Set(SwitchDomain.Default with { ClientBeatInterval = 7000, LightBeatEnabled = false });
        Assert.Equal(new BeatAnswer(true, 7000, false), _naming.Registry.Beat(Orders, Address, null).Value);
        _naming.Registry.Register(Orders, At("10.0.0.1", 80, ("preserved.heart.beat.interval", "3000")));
        Assert.Equal(3000, _naming.Registry.Beat(Orders, Address, null).Value.IntervalMs);
        _naming.Core.Change(Orders, 0, static (_, service, _) =>
        {
            service.SetOverride(Address, InstanceOverride.None with { Metadata = Metadata.Of(("preserved.heart.beat.interval", "2500")) });
            return true;
        });
        Assert.Equal(2500, _naming.Registry.Beat(Orders, Address, null).Value.IntervalMs);
    }

    [Fact]
    public void Serve_OfNothing_IsEmptyAndOlderThanWhatComesNext()
    {
        var nothing = _naming.Registry.Serve(Orders);
        Assert.Equal((Orders, null), (nothing.Key, nothing.Kind));
        Assert.Empty(nothing.Instances);
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        var first = _naming.Registry.Serve(Orders);
        Assert.True(first.LastRefTimeMs > nothing.LastRefTimeMs);
        _naming.Registry.Register(Orders, At("10.0.0.2"));
        Assert.True(_naming.Registry.Serve(Orders).LastRefTimeMs > first.LastRefTimeMs);
        Assert.Same(_naming.Registry.Find(Orders), _naming.Registry.Serve(Orders));
    }

    [Fact]
    public void Subscribe_Again_RenewsTheSameSubscription()
    {
        _naming.Registry.Subscribe(Orders, Subscriber("10.0.0.9", 5000, "HZ"));
        _naming.Advance(9);
        _naming.Registry.Subscribe(Orders, Subscriber("10.0.0.9", 5000, "SH"));
        var subscription = Assert.Single(_naming.Services.Find(Orders)!.CopySubscriptions());
        Assert.Equal(("SH", "10.0.0.9:5000#true"), (subscription.Subscriber.Clusters, subscription.ClientId));
        Assert.Equal(_naming.RegistryClock.NowMs, subscription.Client.TouchedMs);
    }
}
