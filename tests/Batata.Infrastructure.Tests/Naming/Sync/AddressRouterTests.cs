using Batata.Domain.Naming;
using Batata.Infrastructure.Cluster.Wire;
using Batata.Infrastructure.Naming.Sync;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;
using Instance = Batata.Domain.Naming.Instance;
using InstanceAddress = Batata.Domain.Naming.InstanceAddress;
using ServiceKey = Batata.Domain.Naming.ServiceKey;

namespace Batata.Infrastructure.Tests.Naming.Sync;

/// <summary>HTTP clients that send each call to another node: one owner, no instance twice, none lost.</summary>
public sealed class AddressRouterTests : IAsyncLifetime, IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");
    private static readonly InstanceAddress Provider = new("10.0.0.1", 80, "DEFAULT");
    private readonly SyncNode _a = new("a");
    private readonly SyncNode _b = new("b");
    private readonly Calls _calls;
    private readonly AddressRouter _onA;
    private readonly AddressRouter _onB;
    private SyncStream _bOfA = null!;
    private SyncStream _aOfB = null!;

    public AddressRouterTests()
    {
        _calls = new Calls(_a, _b);
        (_onA, _onB) = (new AddressRouter(_a.Registry, _a.Records, _calls), new AddressRouter(_b.Registry, _b.Records, _calls));
    }

    public async Task InitializeAsync()
    {
        (_bOfA, _aOfB) = (_b.Follow(_a), _a.Follow(_b));
        await SyncAsync();
    }

    public async Task DisposeAsync()
    {
        await _bOfA.DisposeAsync();
        await _aOfB.DisposeAsync();
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public async Task CallsOnAnotherNode_ReachTheOwner()
    {
        await RegisterAsync(_onA, At("10.0.0.1"));
        await SyncAsync();
        await RegisterAsync(_onB, At("10.0.0.1", 80, ("version", "2")));
        Assert.True((await BeatAsync(_onB)).Known);
        Assert.False(_b.Registry.Has(Orders, "10.0.0.1", 80));
        await SyncAsync();
        foreach (var node in (SyncNode[])[_a, _b]) Assert.Equal("2", Assert.Single(node.Registry.Find(Orders)!.Instances).Metadata.Find("version"));
        await _onB.DeregisterAsync(Orders, "10.0.0.1", 80, default);
        await SyncAsync();
        Assert.Equal("", _a.Served(Orders) + _b.Served(Orders));
        Assert.False((await BeatAsync(_onB)).Known);
    }

    [Fact]
    public async Task RefusalOfTheOwner_ComesBackAsItIs()
    {
        await RegisterAsync(_onA, At("10.0.0.1"));
        await SyncAsync();
        var wrong = At("10.0.0.1", 80, (PreservedKeys.HeartBeatTimeout, "1"));
        var refused = await _onB.RegisterAsync(Orders, wrong, default);
        Assert.Equal(InstanceRules.Problem(wrong), refused.Failure);
        Assert.Equal("10.0.0.1:80", _a.Served(Orders));
    }

    [Fact]
    public async Task UnhealthyAtTheOwner_IsHealedByABeatAnywhere()
    {
        await RegisterAsync(_onA, At("10.0.0.1") with { Healthy = false });
        await SyncAsync();
        Assert.Equal("10.0.0.1:80!", _b.Served(Orders));
        await BeatAsync(_onB);
        await SyncAsync();
        Assert.Equal("10.0.0.1:80", _b.Served(Orders));
    }

    [Fact]
    public async Task LightBeat_AfterTheOwnerIsLost_TakesOverWhatItTold()
    {
        await RegisterAsync(_onA, At("10.0.0.1", 80, ("version", "2")));
        await SyncAsync();
        _b.Records.Lose(_bOfA.Receiver.Copy!);
        Assert.True((await BeatAsync(_onB)).Known);
        Assert.True(_b.Registry.Has(Orders, "10.0.0.1", 80));
        _b.Pass(60);
        Assert.Equal("2", Assert.Single(_b.Registry.Find(Orders)!.Instances).Metadata.Find("version"));
    }

    [Fact]
    public async Task OwnerThatDoesNotAnswer_IsReplaced_AndGivesUpWhenItHearsOfThat()
    {
        await RegisterAsync(_onA, At("10.0.0.1"));
        await SyncAsync();
        _calls.Silent = true;
        Assert.True((await BeatAsync(_onB)).Known);
        Assert.Equal("10.0.0.1:80", _b.Served(Orders)); // both own it, and it is there once
        await SyncAsync();
        Assert.False(_a.Registry.Has(Orders, "10.0.0.1", 80));
        Assert.True(_b.Registry.Has(Orders, "10.0.0.1", 80));
        await SyncAsync();
        Assert.Equal("10.0.0.1:80", _a.Served(Orders));
        Assert.Equal("10.0.0.1:80", _b.Served(Orders));
        _calls.Silent = false;
        Assert.True((await BeatAsync(_onA)).Known); // handed on to the new owner
        Assert.False(_a.Registry.Has(Orders, "10.0.0.1", 80));
    }

    [Fact]
    public async Task BothHeardOfItFirst_OneStays()
    {
        await RegisterAsync(_onA, At("10.0.0.1"));
        await RegisterAsync(_onB, At("10.0.0.1") with { Weight = 2 });
        await SyncAsync();
        await SyncAsync();
        Assert.True(_a.Registry.Has(Orders, "10.0.0.1", 80));
        Assert.False(_b.Registry.Has(Orders, "10.0.0.1", 80));
        foreach (var node in (SyncNode[])[_a, _b]) Assert.Equal(1, Assert.Single(node.Registry.Find(Orders)!.Instances).Weight);
    }

    [Fact]
    public async Task Deregistered_AfterTheOwnerIsLost_IsGoneOnOtherNodesToo()
    {
        using var c = new SyncNode("c");
        await RegisterAsync(_onA, At("10.0.0.1"));
        await SyncAsync();
        await using var cOfA = c.Follow(_a);
        await using var cOfB = c.Follow(_b);
        await cOfA.SyncAsync();
        await cOfB.SyncAsync();
        Assert.Equal("10.0.0.1:80", c.Served(Orders));
        _b.Records.Lose(_bOfA.Receiver.Copy!);
        c.Records.Lose(cOfA.Receiver.Copy!);
        await _onB.DeregisterAsync(Orders, "10.0.0.1", 80, default);
        Assert.Equal("", _b.Served(Orders));
        Assert.Equal(Received.Taken, await cOfB.SyncAsync());
        Assert.Equal("", c.Served(Orders));
    }

    private static async Task RegisterAsync(AddressRouter on, Instance instance) => Assert.True((await on.RegisterAsync(Orders, instance, default)).Ok);

    private static async Task<Application.Naming.BeatAnswer> BeatAsync(AddressRouter on) => (await on.BeatAsync(Orders, Provider, null, default)).Value;

    private async Task SyncAsync()
    {
        Assert.Equal(Received.Taken, await _bOfA.SyncAsync());
        Assert.Equal(Received.Taken, await _aOfB.SyncAsync());
    }

    /// <summary>Straight into the service of the owner, as the wire would.</summary>
    private sealed class Calls(params SyncNode[] nodes) : IOwnerCalls
    {
        public bool Silent { get; set; }

        public async Task<AddressReply?> AskAsync(OwnerCopy owner, AddressCall call, CancellationToken cancellationToken)
        {
            if (Silent || !owner.IsLive) return null;
            var node = nodes.Single(node => node.Fixture.Owner.Incarnation == owner.Owner);
            return await new NamingPeerService(node.Fixture.Core, node.Records, node.Registry, node.Fixture.Clock).AskOwner(AddressCall.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(call)), null!);
        }
    }
}
