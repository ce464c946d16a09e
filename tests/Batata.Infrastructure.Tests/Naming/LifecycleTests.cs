using Batata.Domain.Naming;
using Batata.Infrastructure.Naming;
using Microsoft.Extensions.Logging.Abstractions;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class LifecycleTests : IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");
    private static readonly InstanceAddress Address = new("10.0.0.1", 80, "DEFAULT");

    private readonly RegistryFixture _naming;
    private readonly BeatSweep _beats;
    private readonly EmptyServiceSweep _empty;

    public LifecycleTests()
    {
        _naming = new RegistryFixture();
        var options = Microsoft.Extensions.Options.Options.Create(_naming.Options);
        _beats = new BeatSweep(_naming.Core, _naming.Switches, options, NullLogger<BeatSweep>.Instance);
        _empty = new EmptyServiceSweep(_naming.Core, options);
    }

    public void Dispose() => _naming.Dispose();

    [Fact]
    public void NoBeat_UnhealthyAfter15_GoneAfter30()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Pass(15);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        Pass(1);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        Pass(14);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        Pass(1);
        Assert.Equal("", _naming.Served(Orders));
        Assert.Empty(_naming.Clients.All);
    }

    [Fact]
    public void Beats_KeepAlive_AndHealLate()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        for (var i = 0; i < 20; i++)
        {
            Pass(5);
            _naming.Registry.Beat(Orders, Address, null);
            Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        }
        Pass(20);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        _naming.Registry.Beat(Orders, Address, null);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
    }

    [Fact]
    public void PreservedTimes_OfTheInstance_Count()
    {
        _naming.Registry.Register(Orders, At(
            "10.0.0.1", 80, ("preserved.heart.beat.interval", "1000"), ("preserved.heart.beat.timeout", "3000"), ("preserved.ip.delete.timeout", "12000")));
        Pass(3);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        Pass(1);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        Pass(9);
        Assert.Equal("", _naming.Served(Orders));
    }

    [Fact]
    public void PreservedTimes_OfTheOverride_CountBeforeThose()
    {
        Override(("preserved.heart.beat.timeout", "60000"), ("preserved.ip.delete.timeout", "90000"));
        _naming.Registry.Register(Orders, At("10.0.0.1", 80, ("preserved.heart.beat.interval", "1000"), ("preserved.heart.beat.timeout", "3000")));
        Pass(60);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        Pass(1);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        Pass(30);
        Assert.Equal("", _naming.Served(Orders));
    }

    [Theory]
    [InlineData(null, null, "true", true)]
    [InlineData(null, "false", "true", false)]
    [InlineData(null, "true", "false", true)]
    [InlineData("true", "false", "false", true)]
    [InlineData("false", null, "true", true)]
    [InlineData(null, null, null, false)]
    public void EnableClientBeat_SkipsTheCheck(string? ofService, string? ofOverride, string? ofInstance, bool skips)
    {
        if (ofService is not null)
        {
            _naming.Core.Change(Orders, ofService, static (_, service, value) =>
            {
                service.SetMetadata(ServiceMetadata.Of(ServiceKind.Ephemeral) with { ExtendData = Metadata.Of(("enableClientBeat", value)) });
                return true;
            });
        }
        if (ofOverride is not null) Override(("enableClientBeat", ofOverride));
        _naming.Registry.Register(Orders, ofInstance is null ? At("10.0.0.1") : At("10.0.0.1", 80, ("enableClientBeat", ofInstance)));
        Pass(100);
        Assert.Equal(skips ? "10.0.0.1:80" : "", _naming.Served(Orders));
    }

    [Fact]
    public void ExpireInstanceOff_LeavesThemUnhealthy_UntilTheClientExpires()
    {
        _naming.Options.ExpireInstance = false;
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Pass(180);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
        Pass(1);
        Assert.Equal("", _naming.Served(Orders));
    }

    [Fact]
    public void HealthChecksSwitchedOff_NothingExpires()
    {
        _naming.Switches.Set(SwitchDomain.Default with { HealthCheckEnabled = false });
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Pass(100);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        _naming.Switches.Set(SwitchDomain.Default);
        Pass(5);
        Assert.Equal("", _naming.Served(Orders));
    }

    [Fact]
    public void ShorterTimes_OfALaterOverride_CountWithinFiveSeconds()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Pass(1);
        Override(("preserved.heart.beat.timeout", "2000"));
        Pass(5);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
    }

    [Fact]
    public void ShorterTimes_OfANewRegistration_CountAtOnce()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Pass(1);
        _naming.Registry.Register(Orders, At("10.0.0.1", 80, ("preserved.heart.beat.interval", "100"), ("preserved.heart.beat.timeout", "1000")));
        Pass(2);
        Assert.Equal("10.0.0.1:80!", _naming.Served(Orders));
    }

    [Fact]
    public void Connections_DoNotBeat()
    {
        _naming.Connect("c");
        _naming.Registry.Register("c", Orders, At("10.0.0.1"));
        Pass(600);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
    }

    [Fact]
    public void OneAddressInTwoServices_ExpiresInEachByItsOwnBeats()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        _naming.Registry.Register(Key("bills"), At("10.0.0.1"));
        for (var i = 0; i < 8; i++)
        {
            Pass(5);
            _naming.Registry.Beat(Orders, Address, null);
        }
        Assert.Equal(("10.0.0.1:80", ""), (_naming.Served(Orders), _naming.Served(Key("bills"))));
    }

    [Fact]
    public void Subscriber_IsForgottenAfter30_UnlessItRenews()
    {
        _naming.Registry.Subscribe(Orders, Subscriber("10.0.0.9", 5000));
        _naming.Registry.Subscribe(Orders, Subscriber("10.0.0.8", 5000));
        Pass(20);
        _naming.Registry.Subscribe(Orders, Subscriber("10.0.0.8", 5000));
        Pass(11);
        Assert.Equal("10.0.0.8:5000#true", Assert.Single(_naming.Services.Find(Orders)!.CopySubscriptions()).ClientId);
        Pass(20);
        Assert.Null(_naming.Services.Find(Orders));
        Assert.Empty(_naming.Clients.All);
    }

    [Fact]
    public void ProcessThatStoodStill_JudgesNobodyBeforeTheyCouldBeat()
    {
        _naming.Registry.Register(Orders, At("10.0.0.1"));
        Pass(5);
        _naming.Advance(300);
        _beats.Run();
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        Pass(5);
        _naming.Registry.Beat(Orders, Address, null);
        Pass(10);
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        Pass(21);
        Assert.Equal("", _naming.Served(Orders)); // but who is dead goes all the same
    }

    [Fact]
    public void EmptyService_IsNoServiceAfterAMinute_AndMayChangeItsKind()
    {
        _naming.Connect("c");
        _naming.Registry.Register("c", Orders, At("10.0.0.1"));
        _naming.Registry.Subscribe("c", Orders, Subscriber());
        _naming.Registry.Deregister("c", Orders);
        _naming.Advance(60);
        _empty.Run();
        Assert.Equal(ServiceKind.Ephemeral, _naming.Registry.Find(Orders)!.Kind);
        _naming.Advance(1);
        _empty.Run();
        Assert.Null(_naming.Registry.Find(Orders)!.Kind); // a subscriber does not keep it
        Assert.Empty(_naming.Services.In("public"));
        _naming.Registry.Unsubscribe("c", Orders);
        Assert.Null(_naming.Services.Find(Orders));
    }

    [Fact]
    public void EmptyService_ThatIsUsedAgainInTime_Stays()
    {
        _naming.Connect("c");
        _naming.Registry.Register("c", Orders, At("10.0.0.1"));
        _naming.Registry.Deregister("c", Orders);
        _naming.Advance(50);
        _naming.Registry.Register("c", Orders, At("10.0.0.1"));
        _naming.Registry.Deregister("c", Orders);
        _naming.Advance(50);
        _empty.Run();
        Assert.NotNull(_naming.Registry.Find(Orders)!.Kind);
        _naming.Registry.RegisterBatch("c", Orders, []); // an empty batch is a registration, too
        _naming.Advance(100);
        _empty.Run();
        Assert.NotNull(_naming.Registry.Find(Orders)!.Kind);
    }

    private void Override(params (string, string?)[] metadata) => _naming.Core.Change(Orders, metadata, static (_, service, set) =>
    {
        service.SetOverride(Address, InstanceOverride.None with { Metadata = Metadata.Of(set) });
        return true;
    });

    /// <summary>Lets the time pass as the caretaker sees it.</summary>
    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _naming.Advance(1);
            _beats.Run();
        }
    }
}
