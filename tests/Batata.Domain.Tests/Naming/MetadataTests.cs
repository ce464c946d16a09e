using Batata.Domain.Naming;
using FsCheck.Xunit;

namespace Batata.Domain.Tests.Naming;

public sealed class MetadataTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData("{}", "")]
    [InlineData("{\"a\":\"1\",\"b\":\"two\"}", "a=1;b=two")]
    [InlineData("a=1,b=two", "a=1;b=two")]
    [InlineData(" a = 1 , b = 2 ", " a = 1 ; b = 2 ")]
    [InlineData("{\"n\":7,\"t\":true,\"d\":1.5,\"nul\":null}", "d=1.5;n=7;t=true")]
    [InlineData("a=1,", "a=1")]
    [InlineData("a=1,a=2", "a=2")]
    [InlineData("{\"url\":\"http://h/p?a=b&c=d\"}", "url=http://h/p?a=b&c=d")]
    public void Parse_JsonOrPairs_Reads(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', MetadataText.Parse(text).Value.Select(p => $"{p.Key}={p.Value}")));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a=1,b")]
    [InlineData("a=b=c")]
    [InlineData("a=")]
    [InlineData("{\"a\":")]
    [InlineData("[\"a\"]")]
    [InlineData("{\"deep\":{\"x\":1}}")]
    [InlineData("{\"half\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":\"half\"}")]
    public void Parse_Unreadable_IsRefused(string text) => Assert.Equal(NamingFailures.MetadataCode, MetadataText.Parse(text).Failure!.Code);

    [Fact]
    public void Parse_NullValue_StaysWhenAskedFor()
    {
        var metadata = MetadataText.Parse("{\"a\":null}", keepNulls: true).Value;
        Assert.True(metadata.ContainsKey("a"));
        Assert.Null(metadata.Find("a"));
        Assert.Empty(MetadataText.Parse("{\"a\":null}").Value);
    }

    /// <summary>Few pairs and many are sorted by different code.</summary>
    [Property]
    public void Of_AnyPairs_IsSortedAndTheLastOfEqualKeysWins(byte[] keys, bool many)
    {
        var pairs = Enumerable.Repeat(keys, many ? 5 : 1).SelectMany(k => k)
            .Select((key, at) => KeyValuePair.Create($"k{key}", (string?)$"{at}")).ToList();
        var expected = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs) expected[key] = value;

        Assert.Equal([.. expected], Metadata.Of(pairs).ToArray());
    }

    [Fact]
    public void Equality_IsByContentAndNotByOrder()
    {
        var one = Metadata.Of(("a", "1"), ("b", "2"));
        Assert.Equal(one, Metadata.Of(("b", "2"), ("a", "1")));
        Assert.NotEqual(one, Metadata.Of(("a", "1")));
        Assert.NotEqual(one, Metadata.Of(("a", "1"), ("b", "3")));
        Assert.Same(Metadata.Empty, Metadata.Of(Array.Empty<KeyValuePair<string, string?>>()));
    }

    [Fact]
    public void WithAndWithout_ChangeKeys()
    {
        var own = Metadata.Of(("a", "1"), ("b", "2"));
        Assert.Equal(Metadata.Of(("a", "1"), ("b", "3"), ("c", "4")), own.With(Metadata.Of(("b", "3"), ("c", "4"))));
        Assert.Equal(Metadata.Of(("b", "2")), own.Without(new HashSet<string> { "a", "never" }));
        Assert.Same(own, own.Without(new HashSet<string> { "never" }));
        Assert.Equal(4, own.TextLength);
    }

    [Fact]
    public void Preserved_ReadsNumbersOnlyWhenTheyAreDigits()
    {
        var preserved = Metadata.Of(
            ("preserved.heart.beat.interval", "2000"), ("preserved.heart.beat.timeout", "abc"), ("preserved.ip.delete.timeout", "-1"), ("enableClientBeat", "yes")).Preserved;
        Assert.Equal(2000, preserved.HeartBeatIntervalMs);
        Assert.Null(preserved.HeartBeatTimeoutMs);
        Assert.Null(preserved.IpDeleteTimeoutMs);
        Assert.True(preserved.EnableClientBeat);
        Assert.Null(Metadata.Empty.Preserved.EnableClientBeat);
    }

    [Fact]
    public void ShownIdGenerator_IsLeftOutWhenOtherMetadataAreThere()
    {
        Assert.Equal("simple", Metadata.Empty.Preserved.ShownIdGenerator);
        Assert.Null(Metadata.Of(("x", "1")).Preserved.ShownIdGenerator);
        Assert.Equal("snowflake", Metadata.Of(("preserved.instance.id.generator", "snowflake")).Preserved.ShownIdGenerator);
    }
}
