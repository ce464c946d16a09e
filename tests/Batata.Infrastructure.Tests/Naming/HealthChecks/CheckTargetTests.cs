using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class CheckTargetTests
{
    private static readonly ProbeOutcome Busy = ProbeOutcome.Failing("busy");

    [Fact]
    public void Failures_InARow_MakeUnhealthy()
    {
        var target = Target(healthy: true);
        Assert.Null(target.Judge(Busy, 3));
        Assert.Null(target.Judge(ProbeOutcome.TimedOut, 3));
        Assert.Null(target.Judge(ProbeOutcome.Alive, 3)); // begins anew
        Assert.Null(target.Judge(Busy, 3));
        Assert.Null(target.Judge(Busy, 3));
        Assert.False(target.Judge(Busy, 3));
        Assert.False(target.Judge(Busy, 3)); // again, until the log has it
        target.Healthy = false;
        Assert.Null(target.Judge(Busy, 3));
    }

    [Fact]
    public void Refused_MakesUnhealthyAtOnce()
    {
        var target = Target(healthy: true);
        Assert.False(target.Judge(ProbeOutcome.Refused, 3));
        target.Healthy = false;
        Assert.Null(target.Judge(ProbeOutcome.Refused, 3));
    }

    [Fact]
    public void AliveInARow_MakesHealthy()
    {
        var target = Target(healthy: false);
        Assert.Null(target.Judge(ProbeOutcome.Alive, 3));
        Assert.Null(target.Judge(ProbeOutcome.Alive, 3));
        Assert.Null(target.Judge(ProbeOutcome.Refused, 3)); // begins anew
        Assert.Null(target.Judge(ProbeOutcome.Alive, 3));
        Assert.Null(target.Judge(ProbeOutcome.Alive, 3));
        Assert.True(target.Judge(ProbeOutcome.Alive, 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-3)]
    public void FewCheckTimes_AreOne(int checkTimes)
    {
        Assert.False(Target(healthy: true).Judge(Busy, checkTimes));
        Assert.True(Target(healthy: false).Judge(ProbeOutcome.Alive, checkTimes));
    }

    [Fact]
    public void SomebodyElseChangesTheHealth_CountsBeginAnew()
    {
        var target = Target(healthy: true);
        for (var i = 0; i < 3; i++) target.Judge(Busy, 3);
        target.Healthy = false;
        target.Judge(Busy, 3);
        target.Healthy = true; // registered again
        Assert.Null(target.Judge(Busy, 3));
        Assert.Null(target.Judge(Busy, 3));
        Assert.False(target.Judge(Busy, 3));
    }

    [Fact]
    public void NotLooked_SaysNothing()
    {
        var target = Target(healthy: true);
        target.Judge(Busy, 3);
        target.Judge(Busy, 3);
        for (var i = 0; i < 9; i++) Assert.Null(target.Judge(ProbeOutcome.NotLooked("no socket"), 3));
        Assert.False(target.Judge(Busy, 3));
    }

    [Fact]
    public void Silent_IsWhoDidNotAnswerTheLastLook()
    {
        var target = Target(healthy: true);
        foreach (var outcome in (ProbeOutcome[])[ProbeOutcome.TimedOut, ProbeOutcome.NotLooked("no socket")])
        {
            target.Judge(outcome, 3);
            Assert.True(target.Silent);
        }
        foreach (var outcome in (ProbeOutcome[])[ProbeOutcome.Busy("503"), ProbeOutcome.Refused, ProbeOutcome.Alive, Busy])
        {
            target.Judge(ProbeOutcome.TimedOut, 3);
            target.Judge(outcome, 3);
            Assert.False(target.Silent);
        }
    }

    [Fact]
    public void IsFor_ComparesCheckerAndPort()
    {
        var target = Target(healthy: true);
        Assert.True(target.IsFor("DEFAULT", ServiceCluster.Default));
        Assert.True(target.IsFor("DEFAULT", ServiceCluster.Default with { CheckPort = 99 })); // not used
        Assert.False(target.IsFor("other", ServiceCluster.Default));
        Assert.False(target.IsFor("DEFAULT", ServiceCluster.Default with { UseInstancePort = false, CheckPort = 99 }));
        Assert.False(target.IsFor("DEFAULT", ServiceCluster.Default with { Checker = HealthChecker.None }));
        var http = ServiceCluster.Default with { Checker = new HttpChecker("/a", "", 200) };
        Assert.True(target.With(http).IsFor("DEFAULT", http with { Checker = new HttpChecker("/a", "", 200) }));
        Assert.False(target.With(http).IsFor("DEFAULT", http with { Checker = new HttpChecker("/b", "", 200) }));
    }

    private static CheckTarget Target(bool healthy) =>
        CheckTarget.Of(Key("orders"), At("10.0.0.1", 8080) with { Healthy = healthy }, ServiceCluster.Default);
}
