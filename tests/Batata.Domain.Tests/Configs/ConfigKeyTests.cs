using Batata.Domain.Configs;

namespace Batata.Domain.Tests.Configs;

public sealed class ConfigKeyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("public")]
    [InlineData(" public ")]
    public void Of_BlankNamespace_IsPublic(string? namespaceId)
    {
        var key = ConfigKey.Of("d", "g", namespaceId);
        Assert.Equal(new ConfigKey("public", "g", "d"), key);
        Assert.True(key.InPublic);
    }

    [Theory]
    [InlineData("a.yml", "G", "t", "a.yml+G+t")]
    [InlineData("a+b", "50%", "+", "a%2Bb+50%25+%2B")]
    [InlineData("%2B", "G", null, "%252B+G+public")]
    public void ToGroupKey_EscapesPlusAndPercent(string dataId, string group, string? namespaceId, string expected) =>
        Assert.Equal(expected, ConfigKey.Of(dataId, group, namespaceId).ToGroupKey());

    [Theory]
    [InlineData("yaml", "yaml")]
    [InlineData("unset", "unset")]
    [InlineData("YAML", "text")]
    [InlineData("", "text")]
    [InlineData(null, "text")]
    [InlineData("exe", "text")]
    public void OrText_UnknownTypes_BecomeText(string? sent, string stored) => Assert.Equal(stored, ConfigType.OrText(sent));
}
