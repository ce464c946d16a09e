using Batata.Api.Nacos.Http;

namespace Batata.Api.Nacos.Tests.Http;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/a/{key}", "/a/b", true)]
    [InlineData("/a/{key}", "/a/b@@c d", true)]
    [InlineData("/a/{key}", "/a/", false)]
    [InlineData("/a/{key}", "/a", false)]
    [InlineData("/a/{key}", "/a/b/", false)]
    [InlineData("/a/{key}", "/a/b/c", false)]
    [InlineData("/a/{key}", "/b/b", false)]
    [InlineData("/a/{key}/c", "/a/b/c", true)]
    [InlineData("/a/{key}/c", "/a/b", false)]
    [InlineData("/{x}/b/{y}", "/1/b/2", true)]
    public void Template_TakesPathsOfItsShape(string template, string path, bool matches) => Assert.Equal(matches, PathTemplate.Of(template)!.Matches(path));

    [Fact]
    public void Variables_AreWhatStandsInTheirPlace()
    {
        var template = PathTemplate.Of("/{x}/b/{y}")!;
        Assert.Equal(("1", "2"), (template.Read("/1/b/2", "x"), template.Read("/1/b/2", "y")));
        Assert.Throws<InvalidOperationException>(() => template.Read("/1/b/2", "z"));
    }

    [Fact]
    public void PathWithoutVariables_IsNoTemplate() => Assert.Null(PathTemplate.Of("/a/b"));
}
