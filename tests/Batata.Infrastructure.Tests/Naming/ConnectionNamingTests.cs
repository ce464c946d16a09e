using Batata.Application.Naming;
using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class ConnectionNamingTests : IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");

    private readonly RegistryFixture _naming = new();

    public void Dispose() => _naming.Dispose();

    [Fact]
    public void Register_Twice_ReplacesWhateverTheAddress()
    {
        _naming.Connect("c");
        Assert.True(_naming.Registry.Register("c", Orders, At("10.0.0.1")).Ok);
        var before = _naming.Registry.Find(Orders)!;
        Assert.True(_naming.Registry.Register("c", Orders, At("10.0.0.2", 90) with { ClusterName = "c1" }).Ok);
        Assert.Equal("10.0.0.2:90", _naming.Served(Orders));
        var after = _naming.Registry.Find(Orders)!;
        Assert.True(after.Version > before.Version);
        Assert.True(after.LastRefTimeMs > before.LastRefTimeMs);
        Assert.Equal(["c1"], after.Clusters);
        Assert.Equal("10.0.0.1", Assert.Single(before.Instances).Ip);
    }

    [Fact]
    public void Register_IsEphemeralWhateverItSays()
    {
        _naming.Connect("c");
        _naming.Registry.Register("c", Orders, At("10.0.0.1") with { Ephemeral = false });
        Assert.True(Assert.Single(_naming.Registry.Find(Orders)!.Instances).Ephemeral);
        Assert.Equal(ServiceKind.Ephemeral, _naming.Registry.Find(Orders)!.Kind);
    }

    [Fact]
    public void Register_IllegalInstance_IsRefusedAndMakesNoService()
    {
        _naming.Connect("c");
        Assert.Equal(NamingFailures.InstanceCode, _naming.Registry.Register("c", Orders, At("10.0.0.1") with { ClusterName = "a_b" }).Failure!.Code);
        Assert.Null(_naming.Registry.Find(Orders));
        Assert.True(_naming.Registry.RegisterBatch("c", Orders, [At("10.0.0.1") with { ClusterName = "a_b" }]).Ok);
    }

    [Fact]
    public void Batch_ReplacesTheWholeList()
    {
        _naming.Connect("c");
        _naming.Registry.RegisterBatch("c", Orders, [At("10.0.0.1"), At("10.0.0.2"), At("10.0.0.2")]);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _naming.Served(Orders));
        _naming.Registry.RegisterBatch("c", Orders, [At("10.0.0.3")]);
        Assert.Equal("10.0.0.3:80", _naming.Served(Orders));
        _naming.Registry.RegisterBatch("c", Orders, []);
        Assert.Equal("", _naming.Served(Orders));
        _naming.Registry.Register("c", Orders, At("10.0.0.4"));
        Assert.Equal("10.0.0.4:80", _naming.Served(Orders));
    }

    [Fact]
    public void UnknownConnection_IsRefused()
    {
        Assert.Equal(NamingFailures.ClientMissingCode, _naming.Registry.Register("x", Orders, At("10.0.0.1")).Failure!.Code);
        Assert.Equal(NamingFailures.ClientMissingCode, _naming.Registry.RegisterBatch("x", Orders, []).Failure!.Code);
        Assert.Equal(NamingFailures.ClientMissingCode, _naming.Registry.Subscribe("x", Orders, Subscriber()).Failure!.Code);
        Assert.Equal(NamingFailures.ClientMissingCode, _naming.Registry.Unsubscribe("x", Orders).Failure!.Code);
        Assert.True(_naming.Registry.Deregister("x", Orders).Ok); // unknown service: not noticed
        _naming.Connect("c");
        _naming.Registry.Register("c", Orders, At("10.0.0.1"));
        Assert.Equal(NamingFailures.ClientMissingCode, _naming.Registry.Deregister("x", Orders).Failure!.Code);
    }

    [Fact]
    public void Deregister_LeavesTheOthersAndMayBeRepeated()
    {
        _naming.Connect("a");
        _naming.Connect("b");
        _naming.Registry.Register("a", Orders, At("10.0.0.1"));
        _naming.Registry.Register("b", Orders, At("10.0.0.2"));
        Assert.True(_naming.Registry.Deregister("a", Orders).Ok);
        Assert.True(_naming.Registry.Deregister("a", Orders).Ok);
        Assert.Equal("10.0.0.2:80", _naming.Served(Orders));
    }

    [Fact]
    public void Disconnect_TakesAllWithIt()
    {
        _naming.Connect("a");
        _naming.Connect("b");
        for (var i = 0; i < 40; i++)
        {
            _naming.Registry.Register("a", Key($"s{i}"), At("10.0.0.1"));
            _naming.Registry.Register("b", Key($"s{i}"), At("10.0.0.2"));
            _naming.Registry.Subscribe("a", Key($"s{i}"), Subscriber());
        }
        _naming.Registry.Disconnect("a");
        _naming.Registry.Disconnect("a");
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal("10.0.0.2:80", _naming.Served(Key($"s{i}")));
            Assert.Equal(0, _naming.Services.Find(Key($"s{i}"))!.SubscriptionCount);
        }
        Assert.Equal(NamingFailures.ClientMissingCode, _naming.Registry.Register("a", Orders, At("10.0.0.1")).Failure!.Code);
    }

    [Fact]
    public void Connect_WithAKnownId_StartsAnew()
    {
        _naming.Connect("a");
        _naming.Registry.Register("a", Orders, At("10.0.0.1"));
        _naming.Connect("a");
        Assert.Equal("", _naming.Served(Orders));
        Assert.True(_naming.Registry.Register("a", Orders, At("10.0.0.2")).Ok);
        Assert.Equal("10.0.0.2:80", _naming.Served(Orders));
    }

    [Fact]
    public void SameInstanceFromTwoConnections_IsServedOnce()
    {
        _naming.Connect("old");
        _naming.Connect("new");
        _naming.Registry.Register("old", Orders, At("10.0.0.1"));
        _naming.Registry.Register("new", Orders, At("10.0.0.1"));
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
        _naming.Registry.Disconnect("old");
        Assert.Equal("10.0.0.1:80", _naming.Served(Orders));
    }

    [Fact]
    public void Subscribe_ToNothing_IsKeptAndMakesNoService()
    {
        _naming.Connect("c");
        Assert.True(_naming.Registry.Subscribe("c", Orders, Subscriber()).Ok);
        Assert.Null(_naming.Registry.Find(Orders)!.Kind);
        Assert.Empty(_naming.Services.In("public"));
        Assert.True(_naming.Registry.Unsubscribe("c", Orders).Ok);
        Assert.Null(_naming.Registry.Find(Orders));
    }

    [Fact]
    public void Limits_AreClearRefusals()
    {
        using var naming = new RegistryFixture(new NamingOptions { MaxRegistrationsPerClient = 2, MaxSubscriptionsPerClient = 2 });
        naming.Connect("c");
        for (var i = 0; i < 2; i++)
        {
            Assert.True(naming.Registry.Register("c", Key($"s{i}"), At("10.0.0.1")).Ok);
            Assert.True(naming.Registry.Subscribe("c", Key($"s{i}"), Subscriber()).Ok);
        }
        Assert.Equal(NamingFailures.TooManyCode, naming.Registry.Register("c", Orders, At("10.0.0.1")).Failure!.Code);
        Assert.Equal(NamingFailures.TooManyCode, naming.Registry.Subscribe("c", Orders, Subscriber()).Failure!.Code);
        Assert.True(naming.Registry.Register("c", Key("s0"), At("10.0.0.2")).Ok);
        Assert.True(naming.Registry.Subscribe("c", Key("s0"), Subscriber(clusters: "x")).Ok);
    }

    [Fact]
    public void Register_GrowsTheSequenceOfTheOwner()
    {
        _naming.Connect("c");
        _naming.Registry.Register("c", Orders, At("10.0.0.1"));
        var first = _naming.Owner.Sequence;
        _naming.Registry.Register("c", Orders, At("10.0.0.2"));
        var stamp = _naming.Clients.FindConnection("c")!.Publications.Items[0].Stamp;
        Assert.Equal((_naming.Owner.Incarnation, first + 1), (stamp.Owner, stamp.Sequence));
        Assert.Equal(first + 1, _naming.Owner.Sequence);
    }
}
