using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.Sync;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.Sync;

public sealed class RegistrySyncTests : IDisposable
{
    private readonly SyncNode _a = new("a");
    private readonly SyncNode _b = new("b");
    private readonly SyncNode _c = new("c");

    public void Dispose()
    {
        foreach (var node in (SyncNode[])[_a, _b, _c]) node.Dispose();
    }

    [Fact]
    public async Task Follower_SeesWhatWasThereAndWhatChanges()
    {
        _a.Fixture.Connect("connection");
        _a.Registry.Register("connection", Key("orders"), At("10.0.0.1"));
        _a.Registry.Register(Key("orders"), At("10.0.0.2"));
        _a.Registry.RegisterBatch("connection", Key("batch"), [At("10.0.0.3"), At("10.0.0.4", 81, ("zone", "x"))]);
        await using var stream = _b.Follow(_a);
        Assert.Equal(Received.Taken, await stream.SyncAsync());
        Assert.True(stream.Receiver.HasSnapshot);
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Key("orders")));
        Assert.Equal("10.0.0.3:80 10.0.0.4:81", _b.Served(Key("batch")));
        Assert.Equal("x", _b.Registry.Find(Key("batch"))!.Instances.Single(static i => i.Port == 81).Metadata.Find("zone"));
        Assert.True(_b.Registry.Find(Key("batch"))!.Instances[0].Ephemeral);

        _a.Registry.Register("connection", Key("orders"), At("10.0.0.9"));
        _a.Registry.Deregister(Key("orders"), "10.0.0.2", 80);
        _a.Registry.RegisterBatch("connection", Key("batch"), []);
        Assert.Equal(Received.Taken, await stream.SyncAsync());
        Assert.Equal("10.0.0.9:80", _b.Served(Key("orders")));
        Assert.Equal("", _b.Served(Key("batch")));

        _a.Registry.Disconnect("connection");
        Assert.Equal(Received.Taken, await stream.SyncAsync());
        Assert.Equal("", _b.Served(Key("orders")));
        Assert.True(stream.Receiver.Copy!.IsEmpty);
    }

    [Fact]
    public async Task PersistentInstancesAndThoseOfOthers_AreNotTold()
    {
        await using (var stream = _b.Follow(_c))
        {
            _c.Registry.Register(Key("orders"), At("10.0.0.3"));
            await stream.SyncAsync();
        }
        var persistent = RegistryClient.OfAddress(NamingClientKind.PersistentAddress, "10.0.0.4", 80, _b.Fixture.Owner.Incarnation, 0);
        _b.Fixture.Core.Publish(persistent, Key("kept"), At("10.0.0.4"));
        await using var follow = _a.Follow(_b);
        Assert.Equal(Received.Taken, await follow.SyncAsync());
        Assert.Equal("", _a.Served(Key("orders")));
        Assert.Equal("", _a.Served(Key("kept")));
    }

    [Fact]
    public async Task SubscriberOfAnotherNode_IsPushedWhatChanged()
    {
        _b.Fixture.Connect("subscriber");
        _b.Registry.Subscribe("subscriber", Key("orders"), Subscriber());
        await using var stream = _b.Follow(_a);
        await stream.SyncAsync();
        _b.Fixture.Advance(1);
        await _b.Fixture.Pushes.TakeAsync(default); // the first one, of nothing
        _a.Registry.Register(Key("orders"), At("10.0.0.1"));
        await stream.SyncAsync();
        _b.Fixture.Advance(1);
        var push = Assert.Single(await _b.Fixture.Pushes.TakeAsync(default));
        Assert.Equal("10.0.0.1", Assert.Single(push.Snapshot.Instances).Ip);
    }

    [Fact]
    public async Task Part_ThatIsMissing_StartsAgain_AndOneMoreIsIgnored()
    {
        await using var stream = _b.Follow(_a);
        await stream.SyncAsync();
        _a.Registry.Register(Key("orders"), At("10.0.0.1"));
        var first = await stream.ReadAsync();
        _a.Registry.Register(Key("orders"), At("10.0.0.2"));
        var second = await stream.ReadAsync();
        Assert.Equal(Received.OutOfStep, stream.Receiver.Take(second[0]));
        Assert.Equal(Received.Taken, stream.Receiver.Take(first[0]));
        Assert.Equal(Received.Taken, stream.Receiver.Take(first[0]));
        Assert.Equal(Received.Taken, stream.Receiver.Take(second[0]));
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Key("orders")));
    }

    [Fact]
    public async Task Digest_ThatDiffers_StartsAgain_AndTheSnapshotRepairs()
    {
        _a.Registry.Register(Key("orders"), At("10.0.0.1"));
        _a.Registry.Register(Key("orders"), At("10.0.0.2"));
        await using var stream = _b.Follow(_a);
        await stream.SyncAsync();
        // Something goes wrong on the follower: one is lost, one is there that nobody knows of.
        var client = stream.Receiver.Copy!.FindAddress("10.0.0.1", 80)!;
        _b.Fixture.Core.Drop(client, Key("orders"), long.MaxValue);
        var invented = stream.Receiver.Copy.Address("10.0.0.7", 80, 0);
        _b.Fixture.Core.Copy(invented, Key("orders"), new RecordStamp(stream.Receiver.Copy.Owner, 1), 1, At("10.0.0.7"), []);
        Assert.Equal("10.0.0.2:80 10.0.0.7:80", _b.Served(Key("orders")));
        Assert.Equal(Received.OutOfStep, await stream.SyncAsync());
        _b.Records.Lose(stream.Receiver.Copy);
        await using var again = _b.Follow(_a);
        Assert.Equal(Received.Taken, await again.SyncAsync());
        Assert.Equal("10.0.0.1:80 10.0.0.2:80", _b.Served(Key("orders")));
    }

    [Fact]
    public async Task OwnerThatStops_SaysSo_AndWhatItsClientsLoseByThatIsNotTold()
    {
        _a.Fixture.Connect("connection");
        _a.Registry.Register("connection", Key("orders"), At("10.0.0.1"));
        await using var stream = _b.Follow(_a);
        await stream.SyncAsync();
        _a.Fixture.Journal.Seal();
        _a.Registry.Disconnect("connection");
        Assert.Equal(Received.Left, await stream.SyncAsync());
        Assert.Equal("10.0.0.1:80", _b.Served(Key("orders")));
    }
}
