using Batata.Application.Naming;
using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class PushScheduleTests : IDisposable
{
    private static readonly ServiceKey Orders = Key("orders");

    private readonly RegistryFixture _naming = new();

    public PushScheduleTests()
    {
        _naming.Connect("pub");
        _naming.Connect("a", "connection of a");
        _naming.Connect("b");
    }

    public void Dispose() => _naming.Dispose();

    [Fact]
    public async Task NewSubscription_IsPushedToAlone_AfterTheWindow()
    {
        _naming.Registry.Subscribe("a", Orders, Subscriber());
        await TakeAsync(0.5);
        _naming.Registry.Subscribe("b", Orders, Subscriber());
        var taken = _naming.Pushes.TakeAsync(CancellationToken.None).AsTask();
        _naming.Advance(0.499);
        Assert.False(taken.IsCompleted);
        _naming.Advance(0.001);
        var push = Assert.Single(await taken);
        Assert.Equal("b", Assert.Single(push.Targets).ClientId);
        Assert.Empty(push.Snapshot.Instances);
    }

    [Fact]
    public async Task Changes_WithinAWindow_AreOnePushToAllWithTheLastState()
    {
        await SubscribeBothAsync();
        _naming.Registry.Register("pub", Orders, At("10.0.0.1"));
        _naming.Advance(0.4);
        _naming.Registry.Register("pub", Orders, At("10.0.0.2"));
        var push = Assert.Single(await TakeAsync(0.1)); // the window is not prolonged
        Assert.Equal(["a", "b"], push.Targets.Select(t => t.ClientId).Order());
        Assert.Equal("10.0.0.2", Assert.Single(push.Snapshot.Instances).Ip);
        Assert.Equal("connection of a", push.Targets.Single(t => t.ClientId == "a").Attachment);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Change_WhileANewSubscriptionWaits_GoesToAllInItsWindow()
    {
        _naming.Registry.Subscribe("a", Orders, Subscriber());
        await TakeAsync(0.5);
        _naming.Registry.Subscribe("b", Orders, Subscriber());
        _naming.Advance(0.3);
        _naming.Registry.Register("pub", Orders, At("10.0.0.1"));
        Assert.Equal(2, Assert.Single(await TakeAsync(0.2)).Targets.Count);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task RepeatedSubscription_PushesNothing()
    {
        await SubscribeBothAsync();
        _naming.Registry.Subscribe("a", Orders, Subscriber(clusters: "HZ"));
        await AssertNothingAsync();
    }

    [Fact]
    public async Task GoneSubscribers_AreNotPushedTo()
    {
        await SubscribeBothAsync();
        _naming.Registry.Register("pub", Orders, At("10.0.0.1"));
        _naming.Registry.Disconnect("a");
        Assert.Equal("b", Assert.Single(Assert.Single(await TakeAsync(0.5)).Targets).ClientId);
        _naming.Registry.Register("pub", Orders, At("10.0.0.2"));
        _naming.Registry.Unsubscribe("b", Orders);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Retry_ComesAfterItsDelayWithFreshData()
    {
        await SubscribeBothAsync();
        _naming.Registry.Register("pub", Orders, At("10.0.0.1"));
        var failed = Assert.Single(await TakeAsync(0.5)).Targets.Single(t => t.ClientId == "a");
        _naming.Pushes.Retry(failed);
        _naming.Pushes.Retry(failed);
        var taken = _naming.Pushes.TakeAsync(CancellationToken.None).AsTask();
        _naming.Advance(0.999);
        Assert.False(taken.IsCompleted);
        _naming.Advance(0.001);
        Assert.Equal("a", Assert.Single(Assert.Single(await taken).Targets).ClientId);

        _naming.Pushes.Retry(failed);
        _naming.Registry.Register("pub", Orders, At("10.0.0.2")); // its window ends earlier and takes the retry along
        var push = Assert.Single(await TakeAsync(0.5));
        Assert.Equal(("10.0.0.2", 2), (Assert.Single(push.Snapshot.Instances).Ip, push.Targets.Count));
        await AssertNothingAsync();

        _naming.Pushes.Retry(failed);
        _naming.Registry.Unsubscribe("a", Orders);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Windows_OfSeveralServices_EndOneByOne()
    {
        _naming.Registry.Subscribe("a", Key("one"), Subscriber());
        _naming.Advance(0.2);
        _naming.Registry.Subscribe("a", Key("two"), Subscriber());
        Assert.Equal("one", Assert.Single(await TakeAsync(0.3)).Snapshot.Key.Name);
        Assert.Equal("two", Assert.Single(await TakeAsync(0.2)).Snapshot.Key.Name);
    }

    [Fact]
    public async Task PushSwitchedOff_WaitsAndRunsWhenOnAgain()
    {
        await SubscribeBothAsync();
        _naming.Switches.Set(SwitchDomain.Default with { PushEnabled = false });
        _naming.Registry.Register("pub", Orders, At("10.0.0.1"));
        var taken = _naming.Pushes.TakeAsync(CancellationToken.None).AsTask();
        _naming.Advance(30);
        Assert.False(taken.IsCompleted);
        _naming.Switches.Set(SwitchDomain.Default);
        Assert.Equal("10.0.0.1", Assert.Single(Assert.Single(await taken).Snapshot.Instances).Ip);
    }

    [Fact]
    public async Task TakeAsync_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var taken = _naming.Pushes.TakeAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
    }

    [Fact]
    public async Task Backlog_IsWhatWaits()
    {
        _naming.Registry.Subscribe("a", Orders, Subscriber());
        _naming.Registry.Subscribe("b", Orders, Subscriber());
        _naming.Registry.Subscribe("a", Key("other"), Subscriber());
        Assert.Equal(new PushBacklog(0, 3), _naming.Pushes.Backlog);
        _naming.Registry.Register("pub", Orders, At("10.0.0.1")); // those who wait get it, too
        Assert.Equal(new PushBacklog(1, 1), _naming.Pushes.Backlog);
        await TakeAsync(0.5);
        Assert.Equal(default, _naming.Pushes.Backlog);
    }

    private async Task SubscribeBothAsync()
    {
        _naming.Registry.Subscribe("a", Orders, Subscriber());
        _naming.Registry.Subscribe("b", Orders, Subscriber());
        Assert.Equal(2, Assert.Single(await TakeAsync(0.5)).Targets.Count);
    }

    private async Task<IReadOnlyList<DuePush>> TakeAsync(double seconds)
    {
        var taken = _naming.Pushes.TakeAsync(CancellationToken.None);
        _naming.Advance(seconds);
        return await taken.AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task AssertNothingAsync()
    {
        using var cancel = new CancellationTokenSource();
        var taken = _naming.Pushes.TakeAsync(cancel.Token).AsTask();
        _naming.Advance(60);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
    }
}
