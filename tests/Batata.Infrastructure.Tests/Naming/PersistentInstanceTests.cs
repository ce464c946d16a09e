using Batata.Application.Naming;
using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class PersistentInstanceTests : IAsyncLifetime
{
    private static readonly ServiceKey Orders = Key("orders");

    private NamingNode _node = null!;

    public async Task InitializeAsync() => _node = await NamingNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Register_IsServedAtOnce_AndAfterARestart()
    {
        var instance = At("10.0.0.1", 80, ("a", "b"), ("none", null)) with
        {
            ClusterName = "c1", Weight = 0.1, Healthy = false, Enabled = false, IdKind = InstanceIdKind.Given, GivenId = "mine",
        };
        await _node.DoAsync(new RegisterPersistentInstance(Orders, instance));
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.2") with { IdKind = InstanceIdKind.Simple }));
        await _node.DoAsync(new RegisterPersistentInstance(Key("bills", namespaceId: "dev"), At("10.0.0.1")));
        AssertServed();
        await _node.RestartAsync();
        AssertServed();

        void AssertServed()
        {
            var snapshot = _node.Directory.Find(Orders)!;
            Assert.Equal(ServiceKind.Persistent, snapshot.Kind);
            Assert.Null(snapshot.Metadata);
            Assert.Equal(instance with { Ephemeral = false }, snapshot.Instances.Single(i => i.Ip == "10.0.0.1"));
            Assert.Equal("10.0.0.2#80#DEFAULT#DEFAULT_GROUP@@orders", snapshot.Instances.Single(i => i.Ip == "10.0.0.2").IdIn(Orders));
            Assert.Equal("10.0.0.1:80", _node.Served(Key("bills", namespaceId: "dev")));
        }
    }

    [Fact]
    public async Task Register_Again_ReplacesAllOfThatAddress()
    {
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1", 80, ("a", "b")) with { Weight = 2 }));
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1", 80, ("c", "d")) with { ClusterName = "c2" }));
        var served = Assert.Single(_node.Directory.Find(Orders)!.Instances);
        Assert.Equal((1d, "c2", Metadata.Of(("c", "d"))), (served.Weight, served.ClusterName, served.Metadata));
    }

    [Fact]
    public async Task Deregister_MayBeRepeated_AndForgetsTheClient()
    {
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        await _node.DoAsync(new RegisterPersistentInstance(Key("bills"), At("10.0.0.1")));
        var clients = _node.Node.Get<Infrastructure.Naming.ClientTable>();
        Assert.Equal(2, clients.Find("10.0.0.1:80#false")!.Publications.Count);
        await _node.DoAsync(new DeregisterPersistentInstance(Orders, "10.0.0.1", 80));
        await _node.DoAsync(new DeregisterPersistentInstance(Orders, "10.0.0.1", 80));
        await _node.DoAsync(new DeregisterPersistentInstance(Key("never"), "10.0.0.1", 80));
        Assert.Equal("", _node.Served(Orders));
        Assert.Equal("10.0.0.1:80", _node.Served(Key("bills")));
        await _node.DoAsync(new DeregisterPersistentInstance(Key("bills"), "10.0.0.1", 80));
        Assert.Null(clients.Find("10.0.0.1:80#false"));
        await _node.RestartAsync();
        Assert.Null(_node.Directory.Find(Orders));
    }

    [Fact]
    public async Task OneService_HoldsOneKind()
    {
        _node.Addresses.Register(Key("eph"), At("10.0.0.50"));
        var refused = await _node.RefusedAsync(new RegisterPersistentInstance(Key("eph"), At("10.0.0.2")));
        Assert.Equal("Current service DEFAULT_GROUP@@eph is ephemeral service, can't register persistent instance.", refused.Message);

        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        _node.Connections.Connect(new NamingConnection("c", "10.9.9.9", 1, "GRPC", null, null));
        const string text = "Current service DEFAULT_GROUP@@orders is persistent service, can't register ephemeral instance.";
        Assert.Equal(text, _node.Addresses.Register(Orders, At("10.0.0.1")).Failure!.Message);
        Assert.Equal(text, _node.Addresses.Beat(Orders, At("10.0.0.7").Address, At("10.0.0.7")).Failure!.Message);
        Assert.Equal(text, _node.Connections.Register("c", Orders, At("10.0.0.1")).Failure!.Message);
        Assert.Equal(
            text.Replace("can't register", "can't batch register", StringComparison.Ordinal), _node.Connections.RegisterBatch("c", Orders, []).Failure!.Message);
        Assert.False(_node.Addresses.Beat(Orders, At("10.0.0.1").Address, null).Value.Known);
        _node.Addresses.Deregister(Orders, "10.0.0.1", 80); // the wrong kind: nothing happens
        Assert.Equal("10.0.0.1:80", _node.Served(Orders));
        Assert.Null(_node.Node.Get<Infrastructure.Naming.ClientTable>().Find("10.0.0.1:80#true"));
    }

    [Fact]
    public async Task EmptiedService_KeepsItsKindUntilItIsDeleted()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        _node.Addresses.Deregister(Orders, "10.0.0.1", 80);
        Assert.Equal(NamingFailures.KindConflictCode, (await _node.RefusedAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")))).Code);
        await _node.DoAsync(new RemoveService(Orders));
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        Assert.Equal(ServiceKind.Persistent, _node.Directory.Find(Orders)!.Kind);
    }

    [Fact]
    public async Task EphemeralService_MadeByHand_RefusesAtApplyToo()
    {
        await _node.DoAsync(new CreateService(Orders, ServiceKind.Ephemeral, 0, ServiceSelector.None, Metadata.Empty));
        var applied = await _node.Node.Replicated.ProposeAsync(new RegisterPersistentEntry(Orders, At("10.0.0.1") with { Ephemeral = false }), CancellationToken.None);
        Assert.Equal(NamingFailures.KindConflictCode, applied.Failure!.Code);
        Assert.Equal("", _node.Served(Orders));
    }

    [Fact]
    public async Task Register_Illegal_IsRefused() => Assert.Equal(
        NamingFailures.InstanceCode, (await _node.RefusedAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1") with { ClusterName = "a_b" }))).Code);

    [Fact]
    public async Task HealthResults_ChangeWhatIsThere()
    {
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.2")));
        InstanceHealth[] results = [new(Orders, "10.0.0.1", 80, false), new(Orders, "10.0.0.2", 80, true), new(Orders, "10.0.0.3", 80, false)];
        Assert.Equal(1, await _node.DoAsync(new ChangeInstanceHealth(results)));
        Assert.Equal("10.0.0.1:80! 10.0.0.2:80", _node.Served(Orders));
        await _node.RestartAsync();
        Assert.Equal("10.0.0.1:80! 10.0.0.2:80", _node.Served(Orders));
    }

    [Fact]
    public async Task HealthByHand_OnlyWithoutAChecker()
    {
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        var refused = await _node.RefusedAsync(new SetInstanceHealth(Orders, "DEFAULT", "10.0.0.1", 80, false));
        Assert.Equal("health check is still working, service: DEFAULT_GROUP@@orders, cluster: DEFAULT", refused.Message);
        await _node.DoAsync(new UpdateCluster(Orders, "DEFAULT", ServiceCluster.Default with { Checker = HealthChecker.None }));
        await _node.DoAsync(new SetInstanceHealth(Orders, "DEFAULT", "10.0.0.1", 80, false));
        await _node.DoAsync(new SetInstanceHealth(Orders, "DEFAULT", "10.0.0.77", 80, false));
        Assert.Equal("10.0.0.1:80!", _node.Served(Orders));
        Assert.Equal(NamingFailures.HealthCheckRunningCode, (await _node.RefusedAsync(new SetInstanceHealth(Orders, "other", "10.0.0.1", 80, true))).Code);
        Assert.Equal(NamingFailures.HealthCheckRunningCode, (await _node.RefusedAsync(new SetInstanceHealth(Key("none"), "DEFAULT", "10.0.0.1", 80, true))).Code);
    }
}
