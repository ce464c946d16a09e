using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class InstanceOverrideTests : IAsyncLifetime
{
    private static readonly ServiceKey Orders = Key("orders");
    private static readonly InstanceAddress Address = new("10.0.0.1", 80, "DEFAULT");

    private NamingNode _node = null!;

    public async Task InitializeAsync() => _node = await NamingNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Update_WinsOverTheClient_AlsoOverItsNextRegistration()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1", 80, ("a", "1"), ("b", "2")) with { Weight = 2 });
        await UpdateAsync(7.5, true, ("b", "3"), ("c", "4"));
        AssertServed(7.5, true, ("a", "1"), ("b", "3"), ("c", "4"));
        _node.Addresses.Register(Orders, At("10.0.0.1", 80, ("a", "10"), ("d", "5")) with { Weight = 9 });
        AssertServed(7.5, true, ("a", "10"), ("b", "3"), ("c", "4"), ("d", "5"));
        await UpdateAsync(1, false);
        AssertServed(1, false, ("a", "10"), ("d", "5"));
        Assert.Empty(_node.Directory.Find(Orders)!.Select(default).Hosts);
    }

    [Fact]
    public async Task Update_OfAnInstanceThatIsNotThereYet_WaitsForIt()
    {
        Assert.Equal(NamingFailures.UpdateServiceMissingCode, (await _node.RefusedAsync(new UpdateInstance(Orders, At("10.0.0.1")))).Code);
        _node.Addresses.Register(Orders, At("10.0.0.2"));
        await UpdateAsync(6, true, ("early", "yes"));
        await _node.PassAsync(30);
        _node.Addresses.Register(Orders, At("10.0.0.1") with { Weight = 2 });
        AssertServed(6, true, ("early", "yes"));
        AssertServed(1, true, address: Address with { Ip = "10.0.0.2" });
    }

    [Fact]
    public async Task Update_Illegal_IsRefused()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        Assert.Equal(NamingFailures.InstanceCode, (await _node.RefusedAsync(new UpdateInstance(Orders, At("10.0.0.1", 80, ("preserved.heart.beat.timeout", "1"))))).Code);
    }

    [Fact]
    public async Task Patch_ChangesWhatIsSent()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1", 80, ("a", "1")) with { Weight = 2 });
        await _node.DoAsync(new PatchInstance(Orders, Address, null, null, Metadata.Of(("z", "26"))));
        AssertServed(2, true, ("a", "1"), ("z", "26"));
        await _node.DoAsync(new PatchInstance(Orders, Address, 20000, false, null));
        AssertServed(20000, false, ("a", "1"), ("z", "26"));
        await _node.DoAsync(new PatchInstance(Orders, Address, null, true, Metadata.Of(("y", "25"))));
        AssertServed(20000, true, ("a", "1"), ("y", "25"));
    }

    [Fact]
    public async Task Patch_OfNothing_SaysWhatIsMissing()
    {
        Assert.Equal("no ips found for cluster DEFAULT in service DEFAULT_GROUP@@orders", (await _node.RefusedAsync(Patch(Address))).Message);
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        Assert.Equal("no matched ip found!", (await _node.RefusedAsync(Patch(Address with { Port = 81 }))).Message);
        Assert.Equal("no matched ip found!", (await _node.RefusedAsync(Patch(Address with { ClusterName = "HZ" }))).Message);

        static PatchInstance Patch(InstanceAddress address) => new(Orders, address, 4, null, null);
    }

    [Fact]
    public async Task Batch_PutsAndRemovesKeys_OfNamedOrAllInstances()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1", 80, ("a", "1")) with { Weight = 3 });
        _node.Addresses.Register(Orders, At("10.0.0.2") with { ClusterName = "HZ" });
        BatchInstance[] named = [new(Address, false), new(Address with { Port = 9999 }, true), new(new InstanceAddress("10.0.0.2", 80, "DEFAULT"), true)];
        Assert.Equal([new BatchInstance(Address, false)], await _node.DoAsync(new ChangeInstanceMetadata(Orders, named, Metadata.Of(("k", "v"), ("n", "1")), Remove: false)));
        AssertServed(3, true, ("a", "1"), ("k", "v"), ("n", "1"));
        Assert.Equal(2, (await _node.DoAsync(new ChangeInstanceMetadata(Orders, [], Metadata.Of(("all", "yes")), Remove: false))).Count);
        AssertServed(3, true, ("a", "1"), ("all", "yes"), ("k", "v"), ("n", "1"));
        await _node.DoAsync(new ChangeInstanceMetadata(Orders, [], Metadata.Of(("k", ""), ("all", "x"), ("a", "1"), ("never", "")), Remove: true));
        AssertServed(3, true, ("a", "1"), ("n", "1"));
        AssertServed(1, true, address: new InstanceAddress("10.0.0.2", 80, "HZ"));
        Assert.Empty(await _node.DoAsync(new ChangeInstanceMetadata(Key("none"), [], Metadata.Of(("k", "v")), Remove: false)));
    }

    [Fact]
    public async Task Override_OfAPersistentInstance_SurvivesARestart()
    {
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        await UpdateAsync(6, true, ("op", "1"));
        await _node.DoAsync(new PatchInstance(Orders, Address, null, null, Metadata.Of(("m", null))));
        await _node.RestartAsync();
        AssertServed(6, true, ("m", null));
    }

    [Fact]
    public async Task Override_OutlivesItsInstanceByAMinute()
    {
        _node.Connections.Connect(new NamingConnection("c", "10.9.9.9", 1, "GRPC", null, null));
        _node.Connections.Register("c", Orders, At("10.0.0.1"));
        await UpdateAsync(5, true);
        await _node.PassAsync(100);
        _node.Connections.Deregister("c", Orders);
        await _node.PassAsync(50);
        _node.Connections.Register("c", Orders, At("10.0.0.1"));
        await _node.PassAsync(1);
        AssertServed(5, true);
        _node.Connections.Deregister("c", Orders);
        await _node.PassAsync(63);
        _node.Connections.Register("c", Orders, At("10.0.0.1"));
        AssertServed(1, true);
        await _node.RestartAsync();
        Assert.Null(_node.Directory.Find(Orders));
    }

    [Fact]
    public async Task Override_OfAClientThatComesBackAfterARestart_IsStillThere()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        await UpdateAsync(5, true);
        await _node.RestartAsync();
        await _node.PassAsync(30);
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        await _node.PassAsync(100);
        AssertServed(5, true);
        await _node.RestartAsync();
        await _node.PassAsync(63); // nobody comes back
        Assert.Null(_node.Directory.Find(Orders));
    }

    private Task<Done> UpdateAsync(double weight, bool enabled, params (string, string?)[] metadata) =>
        _node.DoAsync(new UpdateInstance(Orders, At("10.0.0.1", 80, metadata) with { Weight = weight, Enabled = enabled }));

    private void AssertServed(double weight, bool enabled, params (string, string?)[] metadata) => AssertServed(weight, enabled, Address, metadata);

    private void AssertServed(double weight, bool enabled, InstanceAddress address, params (string, string?)[] metadata)
    {
        var instance = _node.Directory.FindInstance(Orders, address).Value;
        Assert.Equal((weight, enabled, Metadata.Of(metadata)), (instance.Weight, instance.Enabled, instance.Metadata));
    }
}
