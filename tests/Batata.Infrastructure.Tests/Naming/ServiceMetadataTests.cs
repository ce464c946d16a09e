using Batata.Application.Naming;
using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class ServiceMetadataTests : IAsyncLifetime
{
    private static readonly ServiceKey Orders = Key("orders");
    private static readonly ServiceSelector Selector = ServiceSelector.Of("label", "CONSUMER.label.a = PROVIDER.label.a").Value;

    private NamingNode _node = null!;

    public async Task InitializeAsync() => _node = await NamingNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Create_IsThereAtOnce_AndAfterARestart()
    {
        await _node.DoAsync(new CreateService(Orders, ServiceKind.Persistent, 0.2f, Selector, Metadata.Of(("by", "hand"))));
        await _node.DoAsync(new UpdateCluster(Orders, "M", new ServiceCluster(new HttpChecker("/alive", "Host:x", 204), 8081, false, Metadata.Of(("k", "v")))));
        AssertThere();
        await _node.RestartAsync();
        AssertThere();

        void AssertThere()
        {
            var snapshot = _node.Directory.Find(Orders)!;
            Assert.Equal(ServiceKind.Persistent, snapshot.Kind);
            Assert.Equal((0.2f, Selector, Metadata.Of(("by", "hand"))), (snapshot.Metadata!.ProtectThreshold, snapshot.Metadata.Selector, snapshot.Metadata.ExtendData));
            Assert.Equal(new ServiceCluster(new HttpChecker("/alive", "Host:x", 204), 8081, false, Metadata.Of(("k", "v"))), snapshot.Metadata.Cluster("M"));
            Assert.Equal(ServiceCluster.Default, snapshot.Metadata.Cluster("DEFAULT"));
        }
    }

    [Fact]
    public async Task Create_WhatExists_IsRefused()
    {
        await _node.DoAsync(Creation(Orders));
        Assert.Equal("specified service DEFAULT_GROUP@@orders already exists!", (await _node.RefusedAsync(Creation(Orders))).Message);
        _node.Addresses.Register(Key("lazy"), At("10.0.0.1"));
        Assert.Equal(NamingFailures.ServiceExistsCode, (await _node.RefusedAsync(Creation(Key("lazy")))).Code);
        Assert.Equal(NamingFailures.ServiceNameCode, (await _node.RefusedAsync(Creation(Key("")))).Code);
    }

    [Fact]
    public async Task Create_TwiceAtOnce_MakesOne()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _node.SendAsync(Creation(Orders))));
        Assert.Single(made, m => m.Ok);
        Assert.All(made.Where(m => !m.Ok), m => Assert.Equal(NamingFailures.ServiceExistsCode, m.Failure!.Code));
    }

    [Fact]
    public async Task Update_ReplacesAllButKindAndClusters()
    {
        await _node.DoAsync(new CreateService(Orders, ServiceKind.Persistent, 0.2f, Selector, Metadata.Of(("by", "hand"))));
        await _node.DoAsync(new UpdateCluster(Orders, "M", ServiceCluster.Default with { CheckPort = 81 }));
        await _node.DoAsync(new UpdateService(Orders, 0.9f, ServiceSelector.None, Metadata.Empty));
        var metadata = _node.Directory.Find(Orders)!.Metadata!;
        Assert.Equal((0.9f, ServiceSelector.None, Metadata.Empty, 81), (metadata.ProtectThreshold, metadata.Selector, metadata.ExtendData, metadata.Cluster("M").CheckPort));
    }

    [Fact]
    public async Task Update_OfAServiceThatRegistrationsMade_GivesItMetadata()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1") with { Healthy = false });
        Assert.False(_node.Directory.Find(Orders)!.Select(default).ReachedProtection);
        await _node.DoAsync(new UpdateService(Orders, 0, ServiceSelector.None, Metadata.Empty));
        var snapshot = _node.Directory.Find(Orders)!;
        Assert.Equal((ServiceKind.Ephemeral, ServiceKind.Ephemeral), (snapshot.Kind!.Value, snapshot.Metadata!.Kind));
        Assert.True(snapshot.Select(default).ReachedProtection);
    }

    [Fact]
    public async Task UpdateAndRemove_OfNothing_AreRefused()
    {
        Assert.Equal("service DEFAULT_GROUP@@orders not found!", (await _node.RefusedAsync(new UpdateService(Orders, 0, ServiceSelector.None, Metadata.Empty))).Message);
        Assert.Equal("service DEFAULT_GROUP@@orders not found!", (await _node.RefusedAsync(new RemoveService(Orders))).Message);
        Assert.Equal(
            "service not found groupName: DEFAULT_GROUP,serviceName: orders", (await _node.RefusedAsync(new UpdateCluster(Orders, "c", ServiceCluster.Default))).Message);
        _node.Connections.Connect(new NamingConnection("c", "10.9.9.9", 1, "GRPC", null, null));
        _node.Connections.Subscribe("c", Orders, Subscriber());
        Assert.Equal(NamingFailures.ServiceMissingCode, (await _node.RefusedAsync(new RemoveService(Orders))).Code); // a subscription makes no service
    }

    [Fact]
    public async Task Remove_WithInstances_IsRefused_ThenForgetsTheMetadata()
    {
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        await _node.DoAsync(new UpdateService(Orders, 0.3f, ServiceSelector.None, Metadata.Empty));
        Assert.Equal(
            "Service DEFAULT_GROUP@@orders is not empty, can't be delete. Please unregister instance first", (await _node.RefusedAsync(new RemoveService(Orders))).Message);
        _node.Addresses.Deregister(Orders, "10.0.0.1", 80);
        await _node.DoAsync(new RemoveService(Orders));
        Assert.Null(_node.Directory.Find(Orders));
        _node.Addresses.Register(Orders, At("10.0.0.2"));
        Assert.Null(_node.Directory.Find(Orders)!.Metadata);
    }

    [Fact]
    public async Task Remove_WhilePersistentInstancesAreStored_IsRefusedAtApply()
    {
        await _node.DoAsync(new RegisterPersistentInstance(Orders, At("10.0.0.1")));
        var applied = await _node.Node.Replicated.ProposeAsync(new RemoveServiceEntry(Orders), CancellationToken.None);
        Assert.Equal(NamingFailures.ServiceNotEmptyCode, applied.Failure!.Code);
    }

    [Fact]
    public async Task EmptyServiceMadeByHand_GoesWithItsMetadataInTwoSteps()
    {
        await _node.DoAsync(Creation(Orders));
        await _node.PassAsync(60);
        Assert.NotNull(_node.Directory.Find(Orders)!.Kind);
        await _node.PassAsync(1);
        var left = _node.Directory.Find(Orders)!;
        Assert.Null(left.Kind);
        Assert.NotNull(left.Metadata); // a quick comeback finds it
        _node.Addresses.Register(Orders, At("10.0.0.1"));
        Assert.NotNull(_node.Directory.Find(Orders)!.Metadata);
        _node.Addresses.Deregister(Orders, "10.0.0.1", 80);
        await _node.PassAsync(122);
        Assert.Null(_node.Directory.Find(Orders));
        await _node.RestartAsync();
        Assert.Null(_node.Directory.Find(Orders));
    }

    [Fact]
    public async Task Create_OverWhatIsLeftOfAnEmptiedService_Works()
    {
        await _node.DoAsync(new CreateService(Orders, ServiceKind.Persistent, 0.2f, Selector, Metadata.Empty));
        await _node.PassAsync(61);
        await _node.DoAsync(new CreateService(Orders, ServiceKind.Ephemeral, 0.4f, ServiceSelector.None, Metadata.Empty));
        var snapshot = _node.Directory.Find(Orders)!;
        Assert.Equal((ServiceKind.Ephemeral, 0.4f), (snapshot.Kind!.Value, snapshot.Metadata!.ProtectThreshold));
    }

    [Fact]
    public async Task ServiceThatCameBackAsTheOtherKind_TakesItsClientsAfterARestart()
    {
        await _node.DoAsync(new CreateService(Orders, ServiceKind.Persistent, 0.2f, ServiceSelector.None, Metadata.Empty));
        await _node.PassAsync(61);
        Assert.True(_node.Addresses.Register(Orders, At("10.0.0.1")).Ok);
        await _node.PassAsync(1);
        await _node.RestartAsync();
        Assert.Equal(0.2f, _node.Directory.Find(Orders)!.Metadata!.ProtectThreshold);
        Assert.True(_node.Addresses.Register(Orders, At("10.0.0.1")).Ok);
    }

    private static CreateService Creation(ServiceKey key) => new(key, ServiceKind.Persistent, 0, ServiceSelector.None, Metadata.Empty);
}
