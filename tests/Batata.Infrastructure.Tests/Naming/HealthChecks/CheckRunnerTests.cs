using Batata.Application.Cluster;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using Batata.Testing;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class CheckRunnerTests : IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");

    private readonly CheckFixture _checks = new();

    public void Dispose() => _checks.Dispose();

    [Fact]
    public async Task FirstLook_ComesAfterTwoSeconds_ThenAboutEverySecond()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        await _checks.PassAsync(1.9);
        Assert.Empty(_checks.Tcp.Looks);
        await _checks.PassAsync(5.2);
        Assert.NotEmpty(_checks.Tcp.Looks);
        await _checks.PassAsync(20); // the interval shrinks to its shortest
        var before = _checks.Tcp.Looks.Count;
        await _checks.PassAsync(10);
        Assert.Equal(10, _checks.Tcp.Looks.Count - before);
        Assert.Empty(_checks.Entries); // it was healthy all the time
    }

    [Fact]
    public async Task ChangesOnly_GoToTheLog()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        await _checks.PassAsync(10);
        _checks.Tcp.Finds(ProbeOutcome.Refused);
        await _checks.PassAsync(30);
        Assert.Equal("10.0.0.1:80!", _checks.Served(Orders));
        Assert.Equal(["10.0.0.1!"], _checks.Entries);
        _checks.Tcp.Finds(ProbeOutcome.Alive);
        await _checks.PassAsync(30);
        Assert.Equal("10.0.0.1:80", _checks.Served(Orders));
        Assert.Equal(["10.0.0.1!", "10.0.0.1"], _checks.Entries);
    }

    [Fact]
    public async Task CheckTimes_OfTheSwitch_CountAtOnce()
    {
        _checks.Register(Orders, At("10.0.0.1") with { Healthy = false });
        _checks.Set(s => s with { CheckTimes = 5 });
        while (_checks.Tcp.Looks.Count < 4) await _checks.PassAsync(0.05);
        Assert.Empty(_checks.Entries);
        while (_checks.Tcp.Looks.Count < 5) await _checks.PassAsync(0.05);
        Assert.Equal(["10.0.0.1"], _checks.Entries);
    }

    [Fact]
    public async Task ManyAtOnce_ShareAnEntry()
    {
        for (var i = 0; i < 600; i++) _checks.Register(Orders, At($"10.0.0.{i}"));
        _checks.Tcp.Finds(ProbeOutcome.Refused);
        await _checks.PassAsync(8, stepMs: 8_000);
        Assert.Single(_checks.Entries);
        Assert.Equal(256, _checks.Entries[0].Split(' ').Length);
        await _checks.PassAsync(0.2, stepMs: 100);
        Assert.Equal([256, 256, 88], _checks.Entries.Select(static e => e.Split(' ').Length));
        Assert.Equal(0, _checks.Naming.Registry.Find(Orders)!.HealthyCount);
    }

    [Fact]
    public async Task Looks_AreCountedByTheirKind_WhateverTheyFind()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        await _checks.PassAsync(20);
        _checks.Tcp.Finds(ProbeOutcome.Refused);
        await _checks.PassAsync(20);
        Assert.Equal((_checks.Tcp.Looks.Count, 0, 0), (_checks.Timings.TcpChecked.Count, _checks.Timings.HttpChecked.Count, _checks.Timings.MySqlChecked.Count));
        _checks.SetCluster(Orders, "DEFAULT", ServiceCluster.Default with { Checker = new HttpChecker("/a", "", 200) });
        await _checks.PassAsync(20);
        Assert.NotEmpty(_checks.Http.Looks);
        Assert.Equal((_checks.Tcp.Looks.Count, _checks.Http.Looks.Count), (_checks.Timings.TcpChecked.Count, _checks.Timings.HttpChecked.Count));
    }

    [Fact]
    public async Task TheLogRefuses_TheNextLookReportsAgain()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Finds(ProbeOutcome.Refused);
        _checks.Refusal = ClusterFailures.Unavailable("no leader");
        await _checks.PassAsync(15);
        Assert.Equal("10.0.0.1:80", _checks.Served(Orders));
        _checks.Refusal = null;
        await _checks.PassAsync(5.1);
        Assert.Equal("10.0.0.1:80!", _checks.Served(Orders));
    }

    [Fact]
    public async Task SwitchedOff_NobodyIsLookedAt_AndOnAgain()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        await _checks.PassAsync(30); // looked at every second by now
        _checks.Set(static s => s with { HealthCheckEnabled = false });
        var before = _checks.Tcp.Looks.Count;
        await _checks.PassAsync(30);
        Assert.Equal(before, _checks.Tcp.Looks.Count);
        _checks.Set(static s => s with { HealthCheckWhiteList = ["DEFAULT_GROUP@@orders"] });
        await _checks.PassAsync(5);
        Assert.Equal(before + 5, _checks.Tcp.Looks.Count);
        _checks.Set(static s => s with { HealthCheckWhiteList = [], HealthCheckEnabled = true });
        await _checks.PassAsync(5);
        Assert.Equal(before + 10, _checks.Tcp.Looks.Count);
    }

    [Fact]
    public async Task AnotherNodeOwns_NobodyIsLookedAt_UntilThisOneDoes()
    {
        _checks.Owner = false;
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Finds(ProbeOutcome.Refused);
        await _checks.PassAsync(30);
        Assert.Empty(_checks.Tcp.Looks);
        _checks.Owner = true;
        await _checks.PassAsync(7);
        Assert.Equal(["10.0.0.1!"], _checks.Entries);
    }

    [Fact]
    public async Task OwnershipLostDuringALook_NothingIsWritten()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Find = (_, _) =>
        {
            _checks.Owner = false;
            return new(ProbeOutcome.Refused);
        };
        await _checks.PassAsync(10);
        Assert.Single(_checks.Tcp.Looks);
        Assert.Empty(_checks.Entries);
    }

    [Fact]
    public async Task Hanging_IsGivenUp_AndCountsAsAFailure()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Find = FakeProbe.HangAsync;
        await UntilAsync(() => _checks.Entries.Count == 1);
        Assert.Equal("10.0.0.1:80!", _checks.Served(Orders));
        Assert.Equal(3, _checks.Tcp.Looks.Count);
    }

    [Fact]
    public async Task HangingTargets_DelayNobodyElse()
    {
        using var checks = new CheckFixture(concurrency: 4);
        for (var i = 0; i < 12; i++) checks.Register(Orders, At($"10.0.1.{i}"));
        checks.Tcp.Find = FakeProbe.HangAsync;
        await UntilAsync(() => checks.Naming.Registry.Find(Orders)!.HealthyCount == 0, checks); // all of them are silent now
        checks.Register(Orders, At("10.0.0.1"));
        checks.Tcp.Find = static (target, deadline) => target.Ip == "10.0.0.1" ? new(ProbeOutcome.Alive) : FakeProbe.HangAsync(target, deadline);
        await checks.PassAsync(30);
        var before = checks.Tcp.LooksAt("10.0.0.1");
        await checks.PassAsync(10);
        Assert.Equal(10, checks.Tcp.LooksAt("10.0.0.1") - before);
    }

    [Fact]
    public async Task NoMoreThanTheBound_AreUnderWay()
    {
        using var checks = new CheckFixture(concurrency: 3);
        for (var i = 0; i < 10; i++) checks.Register(Orders, At($"10.0.0.{i}"));
        var answers = new List<TaskCompletionSource<ProbeOutcome>>();
        checks.Tcp.Find = (_, _) =>
        {
            answers.Add(new TaskCompletionSource<ProbeOutcome>());
            return new(answers[^1].Task);
        };
        await checks.PassAsync(8);
        Assert.Equal(3, answers.Count);
        answers[0].SetResult(ProbeOutcome.Alive);
        await checks.PassAsync(0.05);
        Assert.Equal(4, answers.Count);
        Assert.Equal(4, checks.Tcp.Looks.Distinct().Count()); // who waits longest comes first
    }

    [Fact]
    public async Task ABrokenProbe_CondemnsNobody()
    {
        _checks.Register(Orders, At("10.0.0.1"));
        _checks.Tcp.Find = static (_, _) => throw new InvalidOperationException("a bug");
        await _checks.PassAsync(60);
        Assert.InRange(_checks.Tcp.Looks.Count, 10, 60);
        Assert.Empty(_checks.Entries);
    }

    private Task UntilAsync(Func<bool> condition, CheckFixture? checks = null) => Wait.UntilAsync(
        async () =>
        {
            await (checks ?? _checks).PassAsync(0.1, stepMs: 100);
            return condition();
        },
        "the checks");
}
