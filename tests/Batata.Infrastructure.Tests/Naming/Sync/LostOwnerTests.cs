using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.Sync;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.Sync;

/// <summary>What becomes of the instances of a node that is lost, as another one sees it.</summary>
public sealed class LostOwnerTests : IAsyncLifetime, IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");
    private readonly SyncNode _a = new("a");
    private readonly SyncNode _b = new("b");
    private readonly SyncNode _c = new("c");
    private readonly List<SyncStream> _streams = [];

    /// <summary>a owns an instance of a connection and one of an address; b and c follow each other and a.</summary>
    public async Task InitializeAsync()
    {
        _a.Fixture.Connect("connection");
        _a.Registry.Register("connection", Orders, At("10.0.0.1"));
        _a.Registry.Register(Orders, At("10.0.0.2"));
        foreach (var node in (SyncNode[])[_b, _c])
        {
            node.Sight.Expect(_a.Member);
            await FollowAsync(node, _a);
        }
        foreach (var (node, other) in ((SyncNode, SyncNode)[])[(_b, _c), (_c, _b)])
        {
            node.Sight.Expect(other.Member);
            await FollowAsync(node, other);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var stream in _streams) await stream.DisposeAsync();
    }

    public void Dispose()
    {
        foreach (var node in (SyncNode[])[_a, _b, _c]) node.Dispose();
    }

    [Fact]
    public void LostOwner_KeepsItsInstancesForTheGrace()
    {
        Lose(_b, _a);
        _b.Pass(14);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        Assert.False(_b.Orphans.IsPictureWhole);
        _b.Pass(3);
        Assert.Equal("", _b.Served(Orders));
        Assert.True(_b.Records.IsEmpty || _b.Records.Copies.All(static copy => copy.IsLive));
        Assert.Equal(2, _b.Sight.Dropped);
    }

    [Fact]
    public void FewerThanHalfOfTheOthers_DropsNothing_AndGivesTheGraceAnewAfterwards()
    {
        Lose(_b, _a);
        Lose(_b, _c);
        _b.Pass(100);
        Assert.True(_b.Sight.IsPreserving);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        _b.Sight.Follows(_c.Member); // c is back, a is not
        _b.Pass(14);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        _b.Pass(3);
        Assert.Equal("", _b.Served(Orders));
    }

    [Fact]
    public async Task NodeThatStartsAnew_HasWhatItsOwnClientsLeftWithOthers_UntilTheyComeOrTheGraceIsOver()
    {
        Lose(_b, _a);
        _b.Pass(5);
        using var again = new SyncNode("a", life: 2);
        again.Sight.Expect(_b.Member);
        await FollowAsync(again, _b);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", again.Served(Orders));

        again.Fixture.Connect("another connection");
        again.Registry.Register("another connection", Orders, At("10.0.0.1"));
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", again.Served(Orders));

        again.Pass(9); // five of the grace were over before
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", again.Served(Orders));
        again.Pass(3);
        Assert.Equal("10.0.0.1:80", again.Served(Orders));
    }

    [Fact]
    public async Task LostNode_ThatIsSeenHere_IsNotTakenFromAnother()
    {
        Lose(_c, _a);
        await FollowAsync(_b, _c);
        Assert.True(_b.Records.Copies.Single(copy => copy.Owner == _a.Fixture.Owner.Incarnation).IsLive);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
    }

    [Fact]
    public void OnesThatStopInGoodOrder_AreNotMissed()
    {
        _b.Sight.Left(_c.Member);
        Lose(_b, _c);
        _b.Sight.Left(_a.Member);
        Lose(_b, _a);
        Assert.False(_b.Sight.IsPreserving);
        _b.Pass(17);
        Assert.Equal("", _b.Served(Orders));
    }

    [Fact]
    public async Task ClientThatComesToAnotherNode_IsThereOnce_AndWhenItGoesItIsGoneEverywhere()
    {
        Lose(_b, _a);
        Lose(_c, _a);
        _b.Fixture.Connect("new");
        _b.Registry.Register("new", Orders, At("10.0.0.1", 80, ("since", "now"))); // not equal to what a told
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        await SyncAsync(_c, _b);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _c.Served(Orders));
        Assert.Equal("now", _c.Registry.Find(Orders)!.Instances.Single(static i => i.Ip == "10.0.0.1").Metadata.Find("since"));
        _b.Registry.Deregister("new", Orders);
        Assert.Equal("10.0.0.2:80", _b.Served(Orders));
        await SyncAsync(_c, _b);
        Assert.Equal("10.0.0.2:80", _c.Served(Orders));
    }

    [Fact]
    public async Task ClientThatCameAndWentBetweenTwoMessages_TakesWhatTheLostOneLeftWithIt()
    {
        Lose(_b, _a);
        Lose(_c, _a);
        _b.Fixture.Connect("new");
        _b.Registry.Register("new", Orders, At("10.0.0.1"));
        _b.Registry.Deregister("new", Orders);
        await SyncAsync(_c, _b);
        Assert.Equal("10.0.0.2:80", _b.Served(Orders));
        Assert.Equal("10.0.0.2:80", _c.Served(Orders));
    }

    [Fact]
    public void ClientThatCameBeforeItsNodeWasMissed_IsThereOnce()
    {
        _b.Fixture.Connect("new");
        _b.Registry.Register("new", Orders, At("10.0.0.1", 80, ("since", "now")));
        Lose(_b, _a);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        _b.Registry.Deregister("new", Orders);
        Assert.Equal("10.0.0.2:80", _b.Served(Orders));
    }

    [Fact]
    public async Task SameLifeThatComesBack_IsTakenAtItsWord()
    {
        Lose(_b, _a);
        _a.Registry.Deregister(Orders, "10.0.0.2", 80);
        _a.Registry.Register(Orders, At("10.0.0.3"));
        await FollowAsync(_b, _a);
        Assert.Equal("10.0.0.1:80 10.0.0.3:80", _b.Served(Orders));
        _b.Pass(60);
        Assert.Equal("10.0.0.1:80 10.0.0.3:80", _b.Served(Orders));
    }

    [Fact]
    public async Task NextLife_GivesTheClientsOfTheOldOneTheGraceAnew()
    {
        Lose(_b, _a);
        _b.Pass(10);
        using var restarted = new SyncNode("a", life: 2);
        await FollowAsync(_b, restarted);
        restarted.Fixture.Connect("connection");
        restarted.Registry.Register("connection", Orders, At("10.0.0.1"));
        await SyncAsync(_b, restarted);
        _b.Pass(14);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        _b.Pass(3);
        Assert.Equal("10.0.0.1:80", _b.Served(Orders));
    }

    [Fact]
    public async Task AddressThatBeatsSeldom_IsGivenTheTimeForABeat()
    {
        _a.Registry.Register(Orders, At("10.0.0.9", 80, (PreservedKeys.HeartBeatTimeout, "40000"), (PreservedKeys.IpDeleteTimeout, "60000")));
        await SyncAsync(_b, _a);
        Lose(_b, _a);
        _b.Pass(39);
        Assert.Equal("10.0.0.9:80", _b.Served(Orders));
        _b.Pass(3);
        Assert.Equal("", _b.Served(Orders));
    }

    [Fact]
    public void ProcessThatStoodStill_GivesTheGraceAnew()
    {
        Lose(_b, _a);
        _b.Fixture.Advance(60);
        _b.Pass(14);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Orders));
        _b.Pass(3);
        Assert.Equal("", _b.Served(Orders));
    }

    private async Task FollowAsync(SyncNode node, SyncNode owner)
    {
        var stream = node.Follow(owner);
        _streams.Add(stream);
        Assert.Equal(Received.Taken, await stream.SyncAsync());
        node.Sight.Follows(owner.Member);
    }

    private async Task SyncAsync(SyncNode node, SyncNode owner) =>
        Assert.Equal(Received.Taken, await _streams.Last(stream => stream.Is(node, owner)).SyncAsync());

    [Fact]
    public void Meters_TellWhoIsFollowed_AndHowOftenThatBroke()
    {
        Assert.Equal((2, 2, 0L, false), (_b.Sight.Expected, _b.Sight.Followed, _b.Sight.Broken, _b.Sight.IsPreserving));
        Lose(_b, _a);
        _b.Sight.Lost(_a.Member); // an attempt that failed: nothing broke
        Assert.Equal([(_a.Member, false), (_c.Member, true)], _b.Sight.Peers.OrderBy(static peer => peer.Member.Host));
        _b.Sight.Left(_c.Member);
        _b.Sight.Lost(_c.Member);
        Assert.Equal((1, 0, 1L, true), (_b.Sight.Expected, _b.Sight.Followed, _b.Sight.Broken, _b.Sight.IsPreserving));
    }

    private static void Lose(SyncNode node, SyncNode owner)
    {
        node.Records.Lose(node.Records.Copies.Single(copy => copy.Owner == owner.Fixture.Owner.Incarnation));
        node.Sight.Lost(owner.Member);
    }
}
