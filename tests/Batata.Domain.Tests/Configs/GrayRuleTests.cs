using System.Text.Json;
using Batata.Domain.Configs;
using FsCheck.Xunit;

namespace Batata.Domain.Tests.Configs;

public sealed class GrayRuleTests
{
    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.2", false)] // not trimmed, as in Nacos: the list holds " 10.0.0.2"
    [InlineData(" 10.0.0.2", true)]
    [InlineData("10.0.0", false)]
    [InlineData(null, false)]
    public void Beta_MatchesListedAddresses(string? ip, bool expected) => Assert.Equal(expected, new BetaRule("10.0.0.1, 10.0.0.2").Matches(ip, "any"));

    [Theory]
    [InlineData("blue", true)]
    [InlineData("Blue", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Tag_MatchesItsTag(string? tag, bool expected) => Assert.Equal(expected, new TagRule("blue").Matches("10.0.0.1", tag));

    [Fact]
    public void Names_AreThoseOfNacos()
    {
        Assert.Equal(("beta", "beta", int.MaxValue), (new BetaRule("1").GrayName, new BetaRule("1").Type, new BetaRule("1").Priority));
        Assert.Equal(("tag_x", "tag", int.MaxValue - 1), (new TagRule("x").GrayName, new TagRule("x").Type, new TagRule("x").Priority));
    }

    [Fact]
    public void ToJson_IsTheTextOfColumnGrayRule() => Assert.Equal(
        """{"type":"beta","version":"1.0.0","expr":"1.1.1.1,2.2.2.2","priority":2147483647}""", new BetaRule("1.1.1.1,2.2.2.2").ToJson());

    [Property]
    public void Parse_OfToJson_IsTheSameRule(string? expression)
    {
        var text = JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(expression ?? ""))!; // lone surrogates cannot be stored
        Assert.Equal(new BetaRule(text), GrayRule.Parse(new BetaRule(text).ToJson()));
        Assert.Equal(new TagRule(text), GrayRule.Parse(new TagRule(text).ToJson()));
    }

    [Fact]
    public void Parse_OfWhatNacosWrites_TakesPriorityAsText() => Assert.Equal(
        new TagRule("blue"), GrayRule.Parse("""{"expr":"blue","priority":"2147483646","type":"tag","version":"1.0.0"}"""));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"type":"tag","version":"1.0.0"}""")]
    [InlineData("""{"type":"tag","version":"1.0.0","expr":7}""")]
    [InlineData("""{"type":"tag","version":"2.0.0","expr":"x"}""")]
    [InlineData("""{"type":"label","version":"1.0.0","expr":"x"}""")]
    public void Parse_OfAnythingElse_IsNull(string json) => Assert.Null(GrayRule.Parse(json));
}
