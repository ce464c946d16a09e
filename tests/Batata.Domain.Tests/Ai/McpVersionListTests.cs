using Batata.Domain.Ai;

namespace Batata.Domain.Tests.Ai;

public sealed class McpVersionListTests
{
    private readonly McpVersionList _one = McpVersionList.Created("1.0.0", "t1");

    [Fact]
    public void FirstVersion_IsTheLatestAtOnce()
    {
        Assert.True(_one.IsLatest("1.0.0"));
        Assert.Equal(new McpVersion("1.0.0", "t1"), Assert.Single(_one.Versions));
    }

    [Fact]
    public void WrittenVersion_IsServedToWhoNamesNone_ButIsNotTheLatest()
    {
        var two = _one.Write("1.1.0");
        Assert.Equal("1.1.0", two.Last);
        Assert.Equal("1.0.0", two.Latest);
        Assert.Null(two.Versions[^1].ReleaseDate);
    }

    [Fact]
    public void WrittenAgain_ChangesNothing() => Assert.Same(_one, _one.Write("1.0.0"));

    [Fact]
    public void Published_IsTheOnlyLatest_AndKeepsItsPlace()
    {
        var back = _one.Publish("2.0.0", "t2").Publish("1.0.0", "t3");
        Assert.Equal(["1.0.0"], back.Versions.Where(one => back.IsLatest(one.Version)).Select(static one => one.Version));
        Assert.Equal([new McpVersion("1.0.0", "t3"), new McpVersion("2.0.0", "t2")], back.Versions);
    }
}
