using Batata.Api.Consul.Http;
using FsCheck.Xunit;

namespace Batata.Api.Consul.Tests.Http;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a/b", "a/b")]
    [InlineData("a%2Fb%2fc", "a/b/c")]
    [InlineData("%252F", "%2F")] // once
    [InlineData("a+b", "a+b")]
    [InlineData("%E9%85%8D", "配")]
    [InlineData("配%20置", "配 置")]
    [InlineData("%00", "\0")]
    public void Decode_OfAPath_KeepsPlus(string text, string expected) => Assert.Equal(expected, PercentEncoding.Decode(text, plusIsBlank: false));

    [Theory]
    [InlineData("a+b", "a b")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("a+%2B+", "a + ")]
    public void Decode_OfAQuery_TakesPlusForABlank(string text, string expected) => Assert.Equal(expected, PercentEncoding.Decode(text, plusIsBlank: true));

    [Theory]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("a%")]
    [InlineData("a%zz")]
    [InlineData("%%20")]
    [InlineData("%2G")]
    [InlineData("% 20")]
    public void Decode_OfHalfASign_IsNull(string text)
    {
        Assert.Null(PercentEncoding.Decode(text, plusIsBlank: false));
        Assert.Null(PercentEncoding.Decode(text, plusIsBlank: true));
    }

    [Property]
    public void Decode_OfWhatWasEncoded_GivesItBack(string? text)
    {
        var clean = string.Concat((text ?? "").Where(static c => !char.IsSurrogate(c)));
        Assert.Equal(clean, PercentEncoding.Decode(Uri.EscapeDataString(clean), plusIsBlank: true));
    }
}
