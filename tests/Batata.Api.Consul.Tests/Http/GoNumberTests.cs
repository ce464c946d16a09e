using Batata.Api.Consul.Http;
using Batata.Application.Go;

namespace Batata.Api.Consul.Tests.Http;

public sealed class GoNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("16210313421097356768", 16_210_313_421_097_356_768)] // the flag of semaphores, above 2^63
    public void Unsigned_OfDigits_IsTheirNumber(string text, ulong expected)
    {
        Assert.True(GoNumber.TryParseUnsigned(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("", "invalid syntax")]
    [InlineData("-1", "invalid syntax")]
    [InlineData("+1", "invalid syntax")]
    [InlineData(" 1", "invalid syntax")]
    [InlineData("1 ", "invalid syntax")]
    [InlineData("1_000", "invalid syntax")]
    [InlineData("1,000", "invalid syntax")]
    [InlineData("0x10", "invalid syntax")]
    [InlineData("1.0", "invalid syntax")]
    [InlineData("١", "invalid syntax")]
    [InlineData("1\0", "invalid syntax")]
    [InlineData("18446744073709551616", "value out of range")]
    public void Unsigned_OfAnythingElse_IsRefusedInGosWords(string text, string why)
    {
        Assert.False(GoNumber.TryParseUnsigned(text, out _));
        Assert.Equal($"strconv.ParseUint: parsing {GoQuote.Of(text)}: {why}", GoNumber.UnsignedProblem(text));
    }

    [Fact]
    public void WhatIsRefused_StandsInGosQuotes() =>
        Assert.Equal(@"strconv.ParseUint: parsing ""\""1\x00"": invalid syntax", GoNumber.UnsignedProblem("\"1\0"));

    [Theory]
    [InlineData("-1", true)]
    [InlineData("+1", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData(" 1", false)]
    [InlineData("1.5", false)]
    public void Signed_MayHaveASign(string text, bool taken) => Assert.Equal(taken, GoNumber.TryParseSigned(text, out _));
}
