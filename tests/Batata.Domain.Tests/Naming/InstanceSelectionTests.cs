using System.Collections.Immutable;
using Batata.Domain.Naming;

namespace Batata.Domain.Tests.Naming;

public sealed class InstanceSelectionTests
{
    private static readonly ImmutableArray<Instance> Mixed =
    [
        At(1, "A"), At(2, "A") with { Healthy = false }, At(3, "B"), At(4, "B") with { Enabled = false }, At(5, "C") with { Healthy = false },
    ];

    [Theory]
    [InlineData(null, "1 2 3 5")]
    [InlineData(" ", "1 2 3 5")]
    [InlineData("A", "1 2")]
    [InlineData("A,B", "1 2 3")]
    [InlineData("b", "")]
    [InlineData("AB", "")]
    public void Clusters_CommaList_KeepsThose(string? clusters, string expected) => Assert.Equal(expected, Ports(Select(Mixed, null, new InstanceQuery(clusters))));

    [Fact]
    public void HealthyOnlyAndDisabled()
    {
        Assert.Equal("1 3", Ports(Select(Mixed, null, new InstanceQuery(null, HealthyOnly: true))));
        Assert.Equal("1 2 3 4 5", Ports(Select(Mixed, null, new InstanceQuery(null, WithDisabled: true))));
    }

    [Fact]
    public void NothingLeftOut_IsTheSameArray() => Assert.True(Mixed == Select(Mixed, null, new InstanceQuery(null, WithDisabled: true)).Hosts);

    [Theory]
    [InlineData(0f, 1, false)]
    [InlineData(0.3f, 1, false)] // 1 of 3 is 0.333
    [InlineData(0.34f, 1, true)]
    [InlineData(0f, 0, true)] // nothing healthy, 0 ≤ 0
    [InlineData(-1f, 0, true)]
    [InlineData(-1f, 1, false)]
    [InlineData(1f, 3, true)] // all healthy, 1 ≤ 1
    [InlineData(0.99f, 3, false)]
    public void Protection_HealthyShareAtMostThreshold_GivesAllAsHealthy(float threshold, int healthy, bool reached)
    {
        ImmutableArray<Instance> hosts = [.. Enumerable.Range(1, 3).Select(i => At(i, "A") with { Healthy = i <= healthy })];
        var selected = Select(hosts, Threshold(threshold), default);
        Assert.Equal(reached, selected.ReachedProtection);
        Assert.Equal(reached ? 3 : healthy, selected.Hosts.Count(h => h.Healthy));
        Assert.Equal(3, selected.Hosts.Length);
    }

    [Fact]
    public void Protection_WithoutMetadataOrInstances_NeverTriggers()
    {
        ImmutableArray<Instance> ill = [At(1, "A") with { Healthy = false }];
        Assert.False(Select(ill, null, default).ReachedProtection);
        Assert.False(Select([], Threshold(1), default).ReachedProtection);
    }

    [Fact]
    public void Protection_AfterHealthyOnly_SeesHealthyOnesAlone()
    {
        var selected = Select(Mixed, Threshold(0.9f), new InstanceQuery(null, HealthyOnly: true));
        Assert.False(selected.ReachedProtection);
        Assert.Equal("1 3", Ports(selected));
    }

    [Fact]
    public void Protection_CountsTheAskedClusterOnly()
    {
        Assert.True(Select(Mixed, Threshold(0), new InstanceQuery("C")).ReachedProtection);
        Assert.False(Select(Mixed, Threshold(0), new InstanceQuery("A")).ReachedProtection);
    }

    [Theory]
    [InlineData(0, 2, null, true)]
    [InlineData(1, 2, null, false)]
    [InlineData(0, 0, null, false)]
    [InlineData(1, 2, 0.5f, true)]
    [InlineData(0, 0, 1f, false)]
    public void TriggerFlag_OfAListRow(int healthy, int total, float? threshold, bool expected) =>
        Assert.Equal(expected, InstanceSelection.ShowsTrigger(healthy, total, threshold is { } t ? Threshold(t) : null));

    [Fact]
    public void LabelSelector_GivesEqualOnesOrAll()
    {
        var metadata = Threshold(0) with { Selector = ServiceSelector.Of("label", "CONSUMER.label.zone = PROVIDER.label.zone").Value };
        LabelsOfAddress labels = ip => ip switch
        {
            "10.0.0.1" or "asker-x" => new Dictionary<string, string> { ["zone"] = "x" },
            "10.0.0.3" => new Dictionary<string, string> { ["zone"] = "y" },
            "asker-z" => new Dictionary<string, string> { ["zone"] = "z" },
            _ => null,
        };
        Assert.Equal("1", Ports(InstanceSelection.Select(Mixed, metadata, new InstanceQuery(null, ClientIp: "asker-x"), labels)));
        Assert.Equal("1 2 3 5", Ports(InstanceSelection.Select(Mixed, metadata, new InstanceQuery(null, ClientIp: "asker-z"), labels)));
        Assert.Equal("1 2 3 5", Ports(InstanceSelection.Select(Mixed, metadata, new InstanceQuery(null, ClientIp: "nobody"), labels)));
    }

    private static SelectedInstances Select(ImmutableArray<Instance> all, ServiceMetadata? metadata, InstanceQuery query) =>
        InstanceSelection.Select(all, metadata, query, InstanceSelection.NoLabels);

    private static ServiceMetadata Threshold(float threshold) => ServiceMetadata.Of(ServiceKind.Ephemeral) with { ProtectThreshold = threshold };

    private static Instance At(int number, string cluster) => new() { Ip = $"10.0.0.{number}", Port = number, ClusterName = cluster };

    private static string Ports(SelectedInstances selected) => string.Join(' ', selected.Hosts.Select(h => h.Port));
}
