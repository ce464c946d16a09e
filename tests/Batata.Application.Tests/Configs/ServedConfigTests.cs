using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Application.Tests.Configs;

public sealed class ServedConfigTests
{
    private static readonly ConfigAuthor Author = new("ann", "10.0.0.1");
    private static readonly DateTimeOffset At = new(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero);

    private readonly ConfigItem _item = new(ConfigKey.Of("d", "g", null));

    [Theory]
    [InlineData("1.1.1.1", null, "beta")]
    [InlineData("1.1.1.1", "b", "beta")] // the address wins over a tag, also over one that was asked for
    [InlineData("9.9.9.9", "a", "tag_a")]
    [InlineData("9.9.9.9", "c", "formal")]
    [InlineData(null, null, "formal")]
    public void Choose_AsksRulesByPriorityThenName(string? ip, string? tag, string expected)
    {
        Publish("formal");
        PublishGray(new TagRule("b"));
        PublishGray(new TagRule("a"));
        PublishGray(new BetaRule("1.1.1.1,2.2.2.2"));
        var served = ServedConfig.Of(_item)!;
        Assert.Equal(["beta", "tag_a", "tag_b"], served.Gray.Select(gray => gray.Rule.GrayName));
        var choice = served.Choose(ip, tag);
        Assert.Equal(ConfigContent.Of(expected).Md5, choice.Version!.Md5);
        Assert.Equal(expected == "formal" ? null : expected, choice.Rule?.GrayName);
    }

    [Fact]
    public void Choose_OfATagAskedForByName_HasNoOtherAnswer()
    {
        Publish("formal");
        PublishGray(new TagRule("a"));
        var served = ServedConfig.Of(_item)!;
        Assert.Equal(default, served.Choose("9.9.9.9", "c", tagAsked: true));
        Assert.Equal("tag_a", served.Choose("9.9.9.9", "a", tagAsked: true).Version!.GrayName);
        Assert.NotNull(served.Choose("9.9.9.9", "", tagAsked: true).Version);
    }

    [Fact]
    public void Of_GrayAlone_ServesNobodyElse()
    {
        PublishGray(new TagRule("a"));
        var served = ServedConfig.Of(_item)!;
        Assert.Null(served.Formal);
        Assert.Null(served.Type);
        Assert.Null(served.Choose("9.9.9.9", null).Version);
        Assert.NotNull(served.Choose("9.9.9.9", "a").Version);
    }

    [Fact]
    public void Of_Nothing_IsNull() => Assert.Null(ServedConfig.Of(_item));

    [Fact]
    public void Version_KnowsItsTimes()
    {
        Publish("formal");
        var version = ServedConfig.Of(_item)!.Formal!;
        Assert.Equal("Mon, 06 May 2024 07:08:09 GMT", version.LastModified);
        Assert.Same(version.LastModified, version.LastModified);
        Assert.Equal((At, At.ToUnixTimeMilliseconds()), (version.ModifiedAt, version.ModifiedAtMs));
    }

    private void Publish(string content) => _item.Publish(ConfigContent.Of(content), ConfigDescription.None with { Type = "yaml" }, Author, null, At);

    private void PublishGray(GrayRule rule) => _item.PublishGray(rule, ConfigContent.Of(rule.GrayName), null, Author, null, 10, At);
}
