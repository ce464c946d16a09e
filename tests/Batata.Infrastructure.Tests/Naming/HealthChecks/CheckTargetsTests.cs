using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class CheckTargetsTests : IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");
    private static readonly ServiceCluster None = ServiceCluster.Default with { Checker = HealthChecker.None };
    private static readonly ServiceCluster Http = new(new HttpChecker("/alive", "", 200), 8081, UseInstancePort: false, Metadata.Empty);

    private readonly CheckFixture _checks = new();

    public void Dispose() => _checks.Dispose();

    [Fact]
    public async Task Deregistered_IsNotLookedAtAnyMore()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Register(Orders, At("10.0.0.2"));
        await _checks.PassAsync(10);
        _checks.Deregister(Orders, "10.0.0.1");
        var before = _checks.Tcp.LooksAt("10.0.0.1");
        await _checks.PassAsync(10);
        Assert.Equal(before, _checks.Tcp.LooksAt("10.0.0.1"));
        Assert.Equal((1, 1), (_checks.Targets.Count, _checks.Queued));
        _checks.Deregister(Orders, "10.0.0.2");
        _checks.Deregister(Orders, "10.0.0.2");
        await _checks.PassAsync(10);
        Assert.Equal((0, 0), (_checks.Targets.Count, _checks.Queued));
    }

    [Fact]
    public async Task RegisteredAgain_KeepsItsPlace()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        await _checks.PassAsync(30); // looked at every second by now
        _checks.Register(Orders, At("10.0.0.1") with { Weight = 5 });
        Assert.Equal((1, 1), (_checks.Targets.Count, _checks.Queued));
        var before = _checks.Tcp.Looks.Count;
        await _checks.PassAsync(2);
        Assert.Equal(before + 2, _checks.Tcp.Looks.Count);
    }

    [Fact]
    public async Task RegisteredAgain_AsHealthy_TurnsUnhealthyAgain()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Finds(ProbeOutcome.Refused);
        await _checks.PassAsync(10);
        _checks.Register(Orders, At("10.0.0.1"));
        await _checks.PassAsync(6);
        Assert.Equal(["10.0.0.1!", "10.0.0.1!"], _checks.Entries);
    }

    [Fact]
    public async Task ACluster_IsCheckedInItsWay()
    {
        _checks.SetCluster(Orders, "c1", Http);
        _checks.SetCluster(Orders, "c2", None);
        _checks.Register(Orders, At("10.0.0.1") with { ClusterName = "c1" });
        _checks.Register(Orders, At("10.0.0.2") with { ClusterName = "c2" });
        _checks.Register(Orders, At("10.0.0.3"));
        await _checks.PassAsync(10);
        Assert.Equal(("10.0.0.1", 8081), _checks.Http.Looks.Select(static t => (t.Ip, t.CheckPort)).Distinct().Single());
        Assert.Equal(("10.0.0.3", 80), _checks.Tcp.Looks.Select(static t => (t.Ip, t.CheckPort)).Distinct().Single());
    }

    [Fact]
    public async Task AClusterIsSet_WhatItHoldsIsCheckedInThatWay()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Register(Orders, At("10.0.0.2") with { ClusterName = "other" });
        await _checks.PassAsync(10);
        _checks.SetCluster(Orders, "DEFAULT", Http);
        var before = _checks.Tcp.LooksAt("10.0.0.1");
        await _checks.PassAsync(10);
        Assert.Equal(before, _checks.Tcp.LooksAt("10.0.0.1"));
        Assert.NotEmpty(_checks.Http.Looks);
        _checks.SetCluster(Orders, "DEFAULT", None);
        var (tcp, http) = (_checks.Tcp.LooksAt("10.0.0.1"), _checks.Http.Looks.Count);
        await _checks.PassAsync(10);
        Assert.Equal((tcp, http), (_checks.Tcp.LooksAt("10.0.0.1"), _checks.Http.Looks.Count));
        _checks.SetCluster(Orders, "DEFAULT", ServiceCluster.Default);
        await _checks.PassAsync(10);
        Assert.True(_checks.Tcp.LooksAt("10.0.0.1") > tcp);
    }

    [Fact]
    public async Task AClusterIsSetDuringALook_ItsFindingIsDropped()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Find = (_, _) =>
        {
            _checks.SetCluster(Orders, "DEFAULT", None);
            return new(ProbeOutcome.Refused);
        };
        await _checks.PassAsync(20);
        Assert.Single(_checks.Tcp.Looks);
        Assert.Empty(_checks.Entries);
        Assert.Equal((1, 0), (_checks.Targets.Count, _checks.Queued));
    }

    [Fact]
    public async Task ChangesWereLost_AllIsCompared()
    {
        for (var i = 1; i < 4; i++) _checks.Register(Orders, At($"10.0.0.{i}"));
        _checks.Register(Key("bills"), At("10.0.0.1"));
        _checks.Unpublish(Orders, "10.0.0.2");
        _checks.Unpublish(Key("bills"), "10.0.0.1");
        _checks.Publish(Orders, At("10.0.0.3") with { Healthy = false });
        _checks.Publish(Key("new"), At("10.0.0.9"));
        _checks.Targets.Apply(new(null, Lagged: true));
        Assert.Equal(3, _checks.Targets.Count);
        await _checks.PassAsync(20);
        Assert.Equal(["10.0.0.1", "10.0.0.3", "10.0.0.9"], _checks.Tcp.Looks.Select(static t => t.Ip).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["10.0.0.3"], _checks.Entries); // it was not known to be unhealthy before
        Assert.Equal(3, _checks.Queued);
    }

    [Fact]
    public async Task EphemeralOnes_AreNotLookedAt()
    {
        _checks.Naming.Registry.Register(Orders, At("10.0.0.1"));
        _checks.Targets.Apply(new(null, Lagged: true));
        _checks.Targets.Apply(new(new ServiceMetadataChanged(Orders, ServiceMetadata.Of(ServiceKind.Ephemeral), false), false));
        await _checks.PassAsync(10);
        Assert.Empty(_checks.Tcp.Looks);
    }
}
