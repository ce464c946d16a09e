using System.Text;
using Batata.Api.Nacos.Params;
using FsCheck.Xunit;

namespace Batata.Api.Nacos.Tests.Params;

public sealed class UrlEncodedTests
{
    [Theory]
    [InlineData("a=1", "1")]
    [InlineData("a=1&a=2", "1,2")]
    [InlineData("a=a=b=c", "a=b=c")]
    [InlineData("a=x+y%2Bz%20", "x y+z ")]
    [InlineData("a=%E6%97%A5", "日")]
    [InlineData("a=日", "日")]
    [InlineData("a=%E9", "\uFFFD")]
    [InlineData("a=", "")]
    [InlineData("a", "")]
    [InlineData("&&=&=x&a=1&", "1")]
    [InlineData("%61=1", "1")]
    public void Read_AsTomcatDoes(string text, string expected) => Assert.Equal(expected, Read(text)["a"]);

    [Theory]
    [InlineData("a=%zz")]
    [InlineData("a=%4")]
    [InlineData("a=%")]
    [InlineData("a%g=1")]
    [InlineData("A=1")]
    [InlineData("")]
    public void Read_WithoutThatParameter_HasNone(string text) => Assert.Null(Read(text)["a"]);

    [Fact]
    public void Read_BrokenPair_LeavesTheOthers() => Assert.Equal("2", Read("a=%zz&b=2")["b"]);

    [Fact]
    public void Read_QueryThenForm_QueryComesFirst()
    {
        var parameters = new NacosParameters();
        UrlEncoded.ReadQuery("?a=q", parameters);
        UrlEncoded.Read("a=f"u8, parameters);
        Assert.Equal("q,f", parameters["a"]);
        Assert.Equal("q", parameters.First("a"));
    }

    [Fact]
    public void Read_MoreThanTenThousand_TheRestIsIgnored()
    {
        var parameters = Read(string.Concat(Enumerable.Repeat("a=1&", 10_000)) + "b=1");
        Assert.True(parameters.Has("a"));
        Assert.False(parameters.Has("b"));
    }

    [Property(MaxTest = 500)]
    public void Read_AnyBytes_NeverThrows(byte[] bytes) => UrlEncoded.Read(bytes ?? [], new NacosParameters());

    [Property(MaxTest = 300)]
    public bool Read_WhatWasEscaped_ComesBack(string text)
    {
        var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        return Read($"a={Uri.EscapeDataString(clean)}")["a"] == clean;
    }

    private static NacosParameters Read(string text)
    {
        var parameters = new NacosParameters();
        UrlEncoded.Read(Encoding.UTF8.GetBytes(text), parameters);
        return parameters;
    }
}
