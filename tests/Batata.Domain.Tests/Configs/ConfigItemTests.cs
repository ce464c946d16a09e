using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Domain.Tests.Configs;

public sealed class ConfigItemTests
{
    private static readonly ConfigAuthor First = new("ann", "10.0.0.1");
    private static readonly ConfigAuthor Second = new("ben", "10.0.0.2");
    private static readonly DateTimeOffset T1 = DateTimeOffset.FromUnixTimeMilliseconds(1_000);
    private static readonly DateTimeOffset T2 = DateTimeOffset.FromUnixTimeMilliseconds(2_000);

    private static readonly ConfigDescription Full = new("shop", "yaml", "about", "use", "effect", "schema", ["red", "blue"]);

    private readonly ConfigItem _item = new(ConfigKey.Of("d", "g", null));

    [Fact]
    public void Publish_OfANewConfig_StoresAndRemembersTheNewContent()
    {
        var published = _item.Publish(ConfigContent.Of("one", "key"), Full, First, null, T1);
        Assert.Equal(new ConfigVersion(0, ConfigContent.Of("one").Md5, T1), published.Value);
        Assert.True(_item.FormalChanged);
        Assert.Equal((T1, T1, First), (_item.Formal!.CreatedAt, _item.Formal.ModifiedAt, _item.Formal.Author));
        var entry = Assert.Single(_item.PendingHistory);
        Assert.Equal((0, ConfigOperation.Insert, ConfigContent.Of("one", "key"), "shop", ""), (entry.ConfigId, entry.Operation, entry.Content, entry.AppName, entry.GrayName));
        Assert.Equal(
            """{"type":"yaml","config_tags":"red,blue","src_user":"ann","c_desc":"about","c_use":"use","effect":"effect","c_schema":"schema"}""", entry.ExtInfo);
    }

    [Fact]
    public void Publish_OfAStoredConfig_RemembersTheOldContentUnderTheNewAuthor()
    {
        Store("one", Full, First);
        _item.Publish(ConfigContent.Of("two"), ConfigDescription.None with { Type = "json" }, Second, null, T2);
        Assert.Equal((7, T1, T2, Second), (_item.Formal!.Id, _item.Formal.CreatedAt, _item.Formal.ModifiedAt, _item.Formal.Author));
        var entry = Assert.Single(_item.PendingHistory);
        Assert.Equal((7, ConfigOperation.Update, "one", Second, T2), (entry.ConfigId, entry.Operation, entry.Content.Text, entry.Author, entry.At));
        Assert.Contains("\"src_user\":\"ann\"", entry.ExtInfo, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_WithNulls_KeepsAppNameAndTagsAndOverwritesTheRest()
    {
        Store("one", Full, First);
        _item.Publish(ConfigContent.Of("two"), ConfigDescription.None, Second, null, T2);
        Assert.Equal(ConfigDescription.None with { AppName = "shop" }, _item.Formal!.Description with { Tags = null });
        Assert.Equal(["red", "blue"], _item.Formal.Description.Tags!);
    }

    [Fact]
    public void Publish_WithEmptyValues_ClearsAppNameAndTags()
    {
        Store("one", Full, First);
        _item.Publish(ConfigContent.Of("two"), ConfigDescription.None with { AppName = "", Tags = [] }, Second, null, T2);
        Assert.Equal("", _item.Formal!.Description.AppName);
        Assert.Empty(_item.Formal.Description.Tags!);
    }

    [Fact]
    public void Publish_WithATagTwice_StoresItOnce()
    {
        _item.Publish(ConfigContent.Of("one"), Full with { Tags = ["b", "a", "b", "B"] }, First, null, T1);
        Assert.Equal(["b", "a", "B"], _item.Formal!.Description.Tags!);
        _item.Publish(ConfigContent.Of("one"), Full with { Tags = ["c", "c"] }, First, null, T1);
        Assert.Equal(["c"], _item.Formal.Description.Tags!);
    }

    [Fact]
    public void Publish_WithOtherMd5_IsRefusedAndChangesNothing()
    {
        Store("one", Full, First);
        var published = _item.Publish(ConfigContent.Of("two"), Full, Second, ConfigContent.Of("other").Md5, T2);
        Assert.Equal((FailureKind.Conflict, ConfigFailures.Md5MismatchCode), (published.Failure!.Kind, published.Failure.Code));
        Assert.Equal("one", _item.Formal!.Content.Text);
        Assert.False(_item.FormalChanged);
        Assert.Empty(_item.PendingHistory);
    }

    [Fact]
    public void Publish_WithTheStoredMd5_OrOfAMissingConfig_IsTaken()
    {
        Assert.True(_item.Publish(ConfigContent.Of("one"), Full, First, "whatever", T1).Ok);
        Assert.True(_item.Publish(ConfigContent.Of("two"), Full, First, ConfigContent.Of("one").Md5, T1).Ok);
    }

    [Fact]
    public void Remove_KeepsGrayVersionsAndRemembersTheOldContent()
    {
        Store("one", Full, First);
        _item.PublishGray(new TagRule("x"), ConfigContent.Of("gray"), null, First, null, 10, T1);
        _item.Saved(7);
        Assert.True(_item.Remove(Second, T2));
        Assert.Null(_item.Formal);
        Assert.Single(_item.Gray);
        var entry = Assert.Single(_item.PendingHistory);
        Assert.Equal((7, ConfigOperation.Delete, "one", Second), (entry.ConfigId, entry.Operation, entry.Content.Text, entry.Author));
        Assert.False(_item.Remove(Second, T2));
        Assert.Single(_item.PendingHistory);
    }

    [Fact]
    public void PublishGray_WithoutFormal_IsTaken()
    {
        Assert.True(_item.PublishGray(new BetaRule("1.1.1.1"), ConfigContent.Of("gray"), "shop", First, null, 10, T1).Ok);
        Assert.Null(_item.Formal);
        Assert.False(_item.FormalChanged);
        Assert.Equal(["beta"], _item.ChangedGray);
        var entry = Assert.Single(_item.PendingHistory);
        Assert.Equal((0, ConfigOperation.Insert, "gray", "beta"), (entry.ConfigId, entry.Operation, entry.Content.Text, entry.GrayName));
        Assert.Equal(
            """{"gray_name":"beta","src_user":"ann","gray_rule":"{\"type\":\"beta\",\"version\":\"1.0.0\",\"expr\":\"1.1.1.1\",\"priority\":\"2147483647\"}"}""", entry.ExtInfo);
    }

    [Fact]
    public void PublishGray_OfAStoredName_ReplacesAllOfIt()
    {
        _item.PublishGray(new BetaRule("1.1.1.1"), ConfigContent.Of("one"), "shop", First, null, 10, T1);
        _item.Saved(0);
        Assert.True(_item.PublishGray(new BetaRule("2.2.2.2"), ConfigContent.Of("two"), null, Second, null, 10, T2).Ok);
        Assert.Equal(new GrayVersion(new BetaRule("2.2.2.2"), ConfigContent.Of("two"), null, Second, T1, T2), Assert.Single(_item.Gray));
        var entry = Assert.Single(_item.PendingHistory);
        Assert.Equal((ConfigOperation.Update, "one"), (entry.Operation, entry.Content.Text));
        Assert.Contains("1.1.1.1", entry.ExtInfo, StringComparison.Ordinal);
    }

    [Fact]
    public void PublishGray_WithOtherMd5_IsRefused()
    {
        _item.PublishGray(new TagRule("x"), ConfigContent.Of("one"), null, First, "whatever", 10, T1);
        var refused = _item.PublishGray(new TagRule("x"), ConfigContent.Of("two"), null, First, ConfigContent.Of("other").Md5, 10, T2);
        Assert.Equal(ConfigFailures.Md5MismatchCode, refused.Failure?.Code);
        Assert.True(_item.PublishGray(new TagRule("x"), ConfigContent.Of("two"), null, First, ConfigContent.Of("one").Md5, 10, T2).Ok);
    }

    [Fact]
    public void PublishGray_OverTheLimit_RefusesNewNamesOnly()
    {
        _item.PublishGray(new TagRule("a"), ConfigContent.Of("1"), null, First, null, 2, T1);
        _item.PublishGray(new TagRule("b"), ConfigContent.Of("1"), null, First, null, 2, T1);
        var refused = _item.PublishGray(new TagRule("c"), ConfigContent.Of("1"), null, First, null, 2, T1);
        Assert.Equal((FailureKind.LimitReached, "gray config version is over max count :2"), (refused.Failure!.Kind, refused.Failure.Message));
        Assert.True(_item.PublishGray(new TagRule("b"), ConfigContent.Of("2"), null, First, null, 2, T1).Ok);
    }

    [Theory]
    [InlineData("tag_x", true)]
    [InlineData("x", true)]
    [InlineData("tag_tag_x", false)]
    [InlineData("y", false)]
    [InlineData("beta", false)]
    public void RemoveGray_KnowsFullNamesAndBareTags(string name, bool known)
    {
        _item.PublishGray(new TagRule("x"), ConfigContent.Of("one"), null, First, null, 10, T1);
        _item.Saved(0);
        var removed = _item.RemoveGray(name, Second, T2);
        Assert.Equal(known, removed.Ok);
        Assert.Equal(known ? 0 : 1, _item.Gray.Count);
        Assert.Equal(known ? ["tag_x"] : [], _item.ChangedGray);
        Assert.Equal(known ? 1 : 0, _item.PendingHistory.Count);
        if (!known) Assert.Equal(ConfigFailures.GrayNotFoundCode, removed.Failure!.Code);
    }

    [Fact]
    public void Saved_GivesTheIdAndForgetsWhatWasPending()
    {
        Store("one", Full, First);
        Assert.Equal(7, _item.Formal!.Id);
        Assert.False(_item.FormalChanged);
        Assert.Empty(_item.PendingHistory);
        Assert.Empty(_item.ChangedGray);
    }

    private void Store(string content, ConfigDescription description, ConfigAuthor author)
    {
        _item.Publish(ConfigContent.Of(content), description, author, null, T1);
        _item.Saved(7);
    }
}
