using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Sessions;

public sealed class SessionTimerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SessionTimers _timers;

    public SessionTimerTests() => _timers = new SessionTimers(new StateDatabaseHolder(), _time);

    [Fact]
    public void Session_IsOver_AfterTwiceItsTtl()
    {
        Make("a", 10_000);
        Make("b", 20_000);
        Make("without", 0);
        Pass(19_999);
        Assert.Empty(_timers.TakeDue(10));
        Pass(1);
        Assert.Equal(["a"], _timers.TakeDue(10));
        Assert.Empty(_timers.TakeDue(10));
        Pass(20_000);
        Assert.Equal(["b"], _timers.TakeDue(10));
    }

    [Fact]
    public void Renewal_BeginsTheTimeAnew()
    {
        Make("a", 10_000);
        Pass(19_999);
        Assert.True(_timers.Renew("A"));
        Pass(19_999);
        Assert.Empty(_timers.TakeDue(10));
        Pass(1);
        Assert.Equal(["a"], _timers.TakeDue(10));
    }

    [Fact]
    public void WhoIsBeingEnded_CannotBeRenewed_UnlessThatFailed()
    {
        Make("a", 10_000);
        Pass(20_000);
        var due = _timers.TakeDue(10);
        Assert.False(_timers.Renew("a"));
        _timers.GiveBack(due);
        Assert.True(_timers.Renew("a"));
        Assert.Empty(_timers.TakeDue(10));
    }

    [Fact]
    public void NewLeader_GivesAllTheirWholeTime()
    {
        Make("a", 10_000);
        Pass(20_000);
        _timers.TakeDue(10);
        _timers.RestartAll();
        Assert.True(_timers.Renew("a"));
        Pass(19_999);
        Assert.Empty(_timers.TakeDue(10));
        Pass(1);
        Assert.Equal(["a"], _timers.TakeDue(10));
    }

    [Fact]
    public void EndedSession_IsForgotten()
    {
        Make("a", 10_000);
        _timers.Observe(new SessionChanged("a", null));
        Assert.Null(_timers.Renew("a"));
        Pass(60_000);
        Assert.Empty(_timers.TakeDue(10));
        Assert.Equal(0, _timers.Count);
    }

    [Fact]
    public void Thousands_AreTakenInPortions()
    {
        for (var i = 0; i < 5_000; i++) Make($"s{i}", 10_000);
        Pass(20_000);
        var taken = new HashSet<string>();
        while (_timers.TakeDue(1_000) is { Count: > 0 } due) taken.UnionWith(due);
        Assert.Equal(5_000, taken.Count);
    }

    private void Make(string id, long ttlMs) =>
        _timers.Observe(new SessionChanged(id, new Session(id, "", "node1", 0, SessionBehavior.Release, "", ttlMs, null, null, null)));

    private void Pass(long milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
