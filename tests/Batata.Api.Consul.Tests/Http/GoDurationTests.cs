using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Tests.Http;

/// <summary>Against what Go's <c>time.ParseDuration</c> and <c>Duration.String</c> say.</summary>
public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0s", 0)]
    [InlineData("1ns", 1)]
    [InlineData("1us", 1_000)]
    [InlineData("1µs", 1_000)]
    [InlineData("1μs", 1_000)]
    [InlineData("15ms", 15_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("1.s", 1_000_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("1h1m1s1ms1us1ns", 3_661_001_001_001)]
    [InlineData("1s1h", 3_601_000_000_000)]
    [InlineData("-10s", -10_000_000_000)]
    [InlineData("+10s", 10_000_000_000)]
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("2562047h47m16.854775807s", long.MaxValue)]
    public void TryParse_OfWhatGoTakes_GivesItsNanoseconds(string text, long expected)
    {
        Assert.True(GoDuration.TryParse(text, out var nanoseconds));
        Assert.Equal(expected, nanoseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1s ")]
    [InlineData("1d")]
    [InlineData("1S")]
    [InlineData("--1s")]
    [InlineData("1s1")]
    [InlineData("1..5s")]
    [InlineData("1e3s")]
    [InlineData("١s")]
    [InlineData("9223372036854775808ns")]
    [InlineData("2562047h48m")]
    [InlineData("99999999999999999999999999999999999999h")]
    public void TryParse_OfWhatGoRefuses_IsFalse(string text) => Assert.False(GoDuration.TryParse(text, out _));

    [Theory]
    [InlineData("", "invalid duration \"\"")]
    [InlineData("abc", "invalid duration \"abc\"")]
    [InlineData("10", "missing unit in duration \"10\"")]
    [InlineData("1s10", "missing unit in duration \"1s10\"")]
    [InlineData("1..5s", "missing unit in duration \"1..5s\"")]
    [InlineData("..5s", "invalid duration \"..5s\"")]
    [InlineData("1d", "unknown unit \"d\" in duration \"1d\"")]
    [InlineData("1h1day", "unknown unit \"day\" in duration \"1h1day\"")]
    [InlineData("10s ", "unknown unit \"s \" in duration \"10s \"")]
    [InlineData("1ü", "unknown unit \"\\xc3\\xbc\" in duration \"1\\xc3\\xbc\"")]
    [InlineData("2562047h48m", "invalid duration \"2562047h48m\"")]
    public void Problem_IsInGosWords(string text, string expected) => Assert.Equal($"time: {expected}", GoDuration.Problem(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ns")]
    [InlineData(1_100, "1.1µs")]
    [InlineData(2_200_000, "2.2ms")]
    [InlineData(1_000_000_000, "1s")]
    [InlineData(1_000_000_001, "1.000000001s")]
    [InlineData(60_000_000_000, "1m0s")]
    [InlineData(90_500_000_000, "1m30.5s")]
    [InlineData(3_600_000_000_000, "1h0m0s")]
    [InlineData(86_400_000_000_000, "24h0m0s")]
    [InlineData(-1_500_000_000, "-1.5s")]
    [InlineData(long.MaxValue, "2562047h47m16.854775807s")]
    [InlineData(long.MinValue, "-2562047h47m16.854775808s")]
    public void Format_IsGos(long nanoseconds, string expected) => Assert.Equal(expected, GoDuration.Format(nanoseconds));
}
