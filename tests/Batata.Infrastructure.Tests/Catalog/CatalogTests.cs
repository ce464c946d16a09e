using Batata.Application.Watches;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Tests.Catalog;

/// <summary>What registering does to what is read, and to the indexes and watches of it. Protocol source: reference of Consul's API, 1.4.3.</summary>
public sealed class CatalogTests : CatalogNodeTests
{
    [Fact]
    public async Task SameRegistration_MovesNoIndexAndWakesNobody()
    {
        await RegisterAsync(Node("n1"), Service("n1", "web-1", "web"), Check("n1", "c1", "web-1"), Check("n1", "node"));
        var before = await IndexesAsync("web", "n1");
        using var watch = Watch(WatchTopic.Nodes, WatchTopic.Services, WatchTopic.Checks, WatchTopic.Service("web"), WatchTopic.Node("n1"));
        await RegisterAsync(Node("n1"), Service("n1", "web-1", "web"), Check("n1", "c1", "web-1"), Check("n1", "node"));
        Assert.Equal(before, await IndexesAsync("web", "n1"));
        Assert.False(watch.HasFired);
    }

    [Fact]
    public async Task Service_IsNotWokenByAnother()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x"));
        await RegisterAsync(Node("n1"), Service("n1", "y-1", "y"));
        using var watch = Watch(WatchTopic.Service("x"));
        var before = (await Queries.ServiceAsync("x", default)).Index;
        await RegisterAsync(Node("n1"), Service("n1", "y-1", "y") with { Port = 9 }, Check("n1", "y", "y-1"));
        await DeregisterAsync("n1", "y-1");
        Assert.Equal(before, (await Queries.ServiceAsync("x", default)).Index);
        Assert.False(watch.HasFired);
    }

    [Fact]
    public async Task Check_MovesItsServiceAndNotTheListOfServices()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x"));
        var before = await IndexesAsync("x", "n1");
        using var services = Watch(WatchTopic.Services, WatchTopic.Nodes, WatchTopic.Node("n1"));
        using var service = Watch(WatchTopic.Service("X"));
        await RegisterAsync(Node("n1"), null, Check("n1", "c", "x-1"));
        var after = await IndexesAsync("x", "n1");
        Assert.Equal(before with { Service = after.Service, Checks = after.Checks }, after);
        Assert.True(after.Service > before.Service && after.Checks > before.Checks);
        Assert.True(service.HasFired);
        Assert.False(services.HasFired);
    }

    [Fact]
    public async Task NodeAndItsChecks_MoveTheServicesOnIt()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x"));
        await RegisterAsync(Node("n2"), Service("n2", "y-1", "y"));
        var other = await Queries.ServiceAsync("y", default);
        var before = (await Queries.ServiceAsync("x", default)).Index;
        await RegisterAsync(Node("n1") with { Address = "10.0.0.9" });
        var moved = (await Queries.ServiceAsync("x", default)).Index;
        await RegisterAsync(Node("n1") with { Address = "10.0.0.9" }, null, Check("n1", "node"));
        var again = await Queries.ServiceAsync("x", default);
        Assert.True(moved > before && again.Index > moved);
        Assert.Equal("10.0.0.9", again.Instances[0].Node.Address);
        Assert.Equal("node", Assert.Single(again.Instances[0].Checks).CheckId);
        Assert.Equal(other.Index, (await Queries.ServiceAsync("y", default)).Index);
    }

    [Fact]
    public async Task UnknownService_HasTheIndexOfTheLastThatWasLost()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x"));
        await RegisterAsync(Node("n1"), Service("n1", "x-2", "x"));
        await DeregisterAsync("n1", "x-1");
        var left = await Queries.ServiceAsync("x", default);
        Assert.True(left.IsKnown);
        await DeregisterAsync("n1", "x-2");
        var gone = await Queries.ServiceAsync("x", default);
        Assert.False(gone.IsKnown);
        Assert.True(gone.Index > left.Index);
        await RegisterAsync(Node("n1"), Service("n1", "y-1", "y"));
        Assert.Equal(gone.Index, (await Queries.ServiceAsync("other", default)).Index);
    }

    [Fact]
    public async Task Names_AreFoundInAnyCase()
    {
        await RegisterAsync(Node("Node-A"), Service("Node-A", "Web-1", "Web"));
        await RegisterAsync(Node("node-a"), Service("NODE-A", "web-1", "Web") with { Port = 5 });
        var (nodes, _) = await Queries.NodesAsync(default);
        Assert.Equal("node-a", Assert.Single(nodes).Name);
        Assert.Equal(5, Assert.Single((await Queries.ServiceAsync("WEB", default)).Instances).Service.Port);
        Assert.NotNull((await Queries.NodeAsync("NODE-a", default)).Node);
    }

    [Fact]
    public async Task ServiceIdUnderAnotherName_LeavesTheFirst()
    {
        await RegisterAsync(Node("n1"), Service("n1", "id", "old"));
        using var watch = Watch(WatchTopic.Service("old"));
        await RegisterAsync(Node("n1"), Service("n1", "id", "new"));
        Assert.True(watch.HasFired);
        Assert.False((await Queries.ServiceAsync("old", default)).IsKnown);
        Assert.True((await Queries.ServiceAsync("new", default)).IsKnown);
    }

    [Fact]
    public async Task NodeIdUnderAnotherName_RenamesTheNodeAndKeepsWhenItWasMade()
    {
        await RegisterAsync(Node("old") with { Id = Id }, Service("old", "x-1", "x"));
        var created = (await Queries.NodeAsync("old", default)).Node!.Node.CreateIndex;
        await RegisterAsync(Node("new") with { Id = Id });
        Assert.Null((await Queries.NodeAsync("old", default)).Node);
        var renamed = (await Queries.NodeAsync("new", default)).Node!;
        Assert.Equal(created, renamed.Node.CreateIndex);
        Assert.Empty(renamed.Services); // as Consul: its agent brings them again
        Assert.False((await Queries.ServiceAsync("x", default)).IsKnown);
    }

    [Fact]
    public async Task NameOfALivingNode_IsNotGivenToAnotherId()
    {
        await RegisterAsync(Node("n1") with { Id = Id }, null, Check("n1", CatalogNode.SerfCheckId));
        var other = Node("N1") with { Id = "11111111-5b6e-4f70-8a91-b2c3d4e5f609", Address = "10.9.9.9" };
        var refused = await TryRegisterAsync(other);
        Assert.Equal(
            $"failed inserting node: Error while renaming Node ID: \"{other.Id}\": Node name N1 is reserved by node {Id} with name n1 (10.0.0.1)", refused.Failure?.Message);
        await RegisterAsync(Node("n1") with { Id = Id }, null, Check("n1", CatalogNode.SerfCheckId) with { Status = CheckStatus.Critical });
        await RegisterAsync(other);
        Assert.Equal(other.Id, (await Queries.NodeAsync("n1", default)).Node!.Node.Id);
    }

    [Fact]
    public async Task RefusedRegistration_LeavesNothing()
    {
        using var watch = Watch(WatchTopic.Nodes, WatchTopic.Services, WatchTopic.Checks);
        var refused = await TryRegisterAsync(Node("n1"), Service("n1", "x-1", "x"), Check("n1", "c", "other"));
        Assert.Equal("Unknown service ID 'other' for check ID 'c'", refused.Failure?.Message);
        Assert.Empty((await Queries.NodesAsync(default)).Nodes);
        Assert.False((await Queries.ServiceAsync("x", default)).IsKnown);
        Assert.False(watch.HasFired);
    }

    [Fact]
    public async Task Check_TakesNameAndTagsFromItsService()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x") with { Tags = ["a", "b"] }, Check("n1", "c", "x-1") with { ServiceName = "y", ServiceTags = ["z"] });
        var check = Assert.Single((await Queries.ChecksOfServiceAsync("X", default)).Checks);
        Assert.Equal(("x", "a b"), (check.ServiceName, string.Join(' ', check.ServiceTags)));
        Assert.Single((await Queries.ChecksInStateAsync("passing", default)).Checks);
        Assert.Empty((await Queries.ChecksInStateAsync("critical", default)).Checks);
    }

    [Fact]
    public async Task LostNode_TakesAllThatIsOnIt()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x"), Check("n1", "c", "x-1"), Check("n1", "node"));
        using var watch = Watch(WatchTopic.Node("N1"));
        await DeregisterAsync("N1");
        Assert.True(watch.HasFired);
        Assert.Empty((await Queries.NodesAsync(default)).Nodes);
        Assert.Empty((await Queries.ChecksAsync(default)).Checks);
        Assert.Empty((await Queries.ServicesAsync(default)).Instances);
        var (node, index) = await Queries.NodeAsync("n1", default);
        Assert.Null(node);
        Assert.True(index > 0);
    }

    [Fact]
    public async Task LostAndCriticalChecksAndNodes_EndTheirSessions()
    {
        await RegisterAsync(Node("n1"), Service("n1", "x-1", "x"), Check("n1", "a", "x-1"), Check("n1", "b", "x-1"));
        Assert.Empty(Ended);
        await RegisterAsync(Node("n1"), null, Check("n1", "a", "x-1") with { Status = CheckStatus.Critical });
        Assert.Equal(["check n1 a"], Ended);
        await DeregisterAsync("n1", "", "b");
        Assert.Equal(["check n1 a", "check n1 b"], Ended);
        await DeregisterAsync("n1");
        Assert.Equal(["check n1 a", "check n1 b", "check n1 a", "node n1"], Ended);
    }

    [Fact]
    public async Task Proxy_IsFoundByTheServiceThatItStandsFor_AndHasAVirtualAddress()
    {
        using var watch = Watch(WatchTopic.Connect("web"));
        await RegisterAsync(Node("n1"), Service("n1", "web-1", "web"));
        Assert.False(watch.HasFired);
        await RegisterAsync(Node("n1"), Proxy("n1", "p-1", "web"));
        await RegisterAsync(Node("n1"), Proxy("n1", "p-2", "api"));
        Assert.True(watch.HasFired);
        var found = await Queries.ConnectAsync("WEB", default);
        Assert.Equal(("p-1", "240.0.0.1"), (Assert.Single(found.Instances).Service.Id, found.Instances[0].Service.TaggedAddresses[VirtualAddress.Tag].Address));
        Assert.Equal("240.0.0.2", (await Queries.ConnectAsync("api", default)).Instances[0].Service.TaggedAddresses[VirtualAddress.Tag].Address);
        using var again = Watch(WatchTopic.Connect("web"));
        await DeregisterAsync("n1", "p-1");
        Assert.True(again.HasFired);
        Assert.False((await Queries.ConnectAsync("web", default)).IsKnown);
        await DeregisterAsync("n1", "web-1"); // the last instance gives the address back
        await RegisterAsync(Node("n1"), Proxy("n1", "p-3", "third"));
        Assert.Equal("240.0.0.1", (await Queries.ConnectAsync("third", default)).Instances[0].Service.TaggedAddresses[VirtualAddress.Tag].Address);
    }

    [Theory]
    [InlineData("7d3c1a09-5b6e-4f70-8a91-b2c3d4e5f609", true)]
    [InlineData("7D3C1A09", true)]
    [InlineData("7d3c1a0", true)] // the last of an odd number is not looked at
    [InlineData("7d3c1a09-5b6e-", true)]
    [InlineData("7d3c1a09-5b6e", false)] // as Consul: the odd length is that of the text with its dash
    [InlineData("7d", true)]
    [InlineData("7", false)]
    [InlineData("8d", false)]
    [InlineData("zz", false)]
    public async Task Node_IsFoundByTheBeginningOfItsId(string asked, bool found)
    {
        await RegisterAsync(Node("n1") with { Id = Id });
        Assert.Equal(found, (await Queries.NodeAsync(asked, default)).Node is not null);
    }

    [Fact]
    public async Task BeginningOfTwoIds_FindsNeither()
    {
        await RegisterAsync(Node("n1") with { Id = Id });
        await RegisterAsync(Node("n2") with { Id = "7d3c1a09-0000-4f70-8a91-b2c3d4e5f609" });
        Assert.Null((await Queries.NodeAsync("7d3c", default)).Node);
        Assert.Equal("n2", (await Queries.NodeAsync("7d3c1a0900", default)).Node?.Node.Name);
    }

    [Theory]
    [InlineData("", "v", "Key cannot be blank")]
    [InlineData("a b", "v", "Key contains invalid characters")]
    [InlineData("consul-x", "v", "Key prefix 'consul-' is reserved for internal use")]
    public async Task MetaOfAService_HasLimits(string key, string value, string problem)
    {
        var refused = await TryRegisterAsync(Node("n1"), Service("n1", "x-1", "x") with { Meta = new Dictionary<string, string> { [key] = value } });
        Assert.Equal(
            $"failed inserting service: Invalid Service Meta for node n1 and serviceID x-1: Couldn't load metadata pair ('{key}', '{value}'): {problem}", refused.Failure?.Message);
    }
}
