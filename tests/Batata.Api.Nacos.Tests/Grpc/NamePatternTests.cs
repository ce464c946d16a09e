using Batata.Api.Nacos.Push.Fuzzy;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "ab", false)]
    [InlineData("*", "anything", true)]
    [InlineData("a*", "ab", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("*b", "ab", true)]
    [InlineData("*b", "ba", false)]
    [InlineData("*b*", "abc", true)]
    [InlineData("*b*", "ac", false)]
    [InlineData("a*c", "abc", false)]
    [InlineData("a*c", "a*c", false)]
    [InlineData("A", "a", false)]
    public void Pattern_Matches(string pattern, string name, bool matches) => Assert.Equal(matches, new NamePattern(pattern).Matches(name));
}
