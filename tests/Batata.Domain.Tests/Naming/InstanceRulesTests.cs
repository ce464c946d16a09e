using Batata.Domain.Naming;

namespace Batata.Domain.Tests.Naming;

public sealed class InstanceRulesTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(10000, true)]
    [InlineData(-0.1, false)]
    [InlineData(10000.1, false)]
    [InlineData(double.NaN, false)]
    public void Weight_HasARange(double weight, bool legal) => Assert.Equal(legal, InstanceRules.WeightProblem(weight) is null);

    [Theory]
    [InlineData("preserved.heart.beat.timeout", "1000")]
    [InlineData("preserved.ip.delete.timeout", "4999")]
    [InlineData("preserved.heart.beat.interval", "20000")]
    public void Problem_TimesBelowTheInterval_AreRefused(string key, string value)
    {
        var problem = InstanceRules.Problem(On("DEFAULT") with { Metadata = Metadata.Of((key, value)) });
        Assert.Equal("Instance 'heart beat interval' must less than 'heart beat timeout' and 'ip delete timeout'.", problem!.Message);
    }

    [Fact]
    public void Problem_EqualTimes_AreLegal() => Assert.Null(InstanceRules.Problem(On("DEFAULT") with
    {
        Metadata = Metadata.Of(("preserved.heart.beat.interval", "7"), ("preserved.heart.beat.timeout", "7"), ("preserved.ip.delete.timeout", "7")),
    }));

    [Theory]
    [InlineData("c-1", null)]
    [InlineData("", null)]
    [InlineData("a_b", "Instance 'clusterName' should be characters with only 0-9a-zA-Z-. (current: a_b)")]
    [InlineData("a,b", "Instance 'clusterName' should be characters with only 0-9a-zA-Z-. (current: a,b)")]
    public void Problem_Cluster_IsAsciiAndHyphen(string cluster, string? message) => Assert.Equal(message, InstanceRules.Problem(On(cluster))?.Message);

    [Fact]
    public void IdIn_Simple_IsMadeOfTheParts()
    {
        var service = new ServiceKey("n", "g", "s");
        Assert.Equal("1.2.3.4#80#c#g@@s", (On("c") with { IdKind = InstanceIdKind.Simple }).IdIn(service));
        Assert.Equal("mine", (On("c") with { IdKind = InstanceIdKind.Given, GivenId = "mine" }).IdIn(service));
        Assert.Null(On("c").IdIn(service));
    }

    private static Instance On(string cluster) => new() { Ip = "1.2.3.4", Port = 80, ClusterName = cluster };
}
