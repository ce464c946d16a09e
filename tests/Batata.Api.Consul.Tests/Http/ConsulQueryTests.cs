using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Tests.Http;

public sealed class ConsulQueryTests
{
    [Theory]
    [InlineData("a;b=1")]
    [InlineData("a=%zz")]
    [InlineData("%=a")]
    [InlineData("a=1&b=%2")]
    public void Parse_OfWhatGoRefuses_IsNull(string text) => Assert.Null(ConsulQuery.Parse(text));

    [Fact]
    public void First_IsTheFirst_AllAreAll()
    {
        var query = ConsulQuery.Parse("&a=1&a=2&b&c=&&A=3")!;
        Assert.Equal("1", query.First("a"));
        Assert.Equal(["1", "2"], query.All("a"));
        Assert.True(query.Has("b") && query.Has("c") && !query.Has("d"));
        Assert.Equal("", query.First("d"));
        Assert.Equal("A=3&a=1&a=2&b=&c=", query.ToString());
    }

    [Theory]
    [InlineData("token=q", "h", "Bearer b", "q")]
    [InlineData("token=", "h", "Bearer b", "h")]
    [InlineData("", "", "Bearer b", "b")]
    [InlineData("", "", "bearer   b  c", "b")]
    [InlineData("", "", "Basic b", null)]
    [InlineData("", "", "Bearer", null)]
    [InlineData("", "", "", null)]
    public void Token_IsTheFirstThatIsNotEmpty(string query, string header, string authorization, string? expected)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Headers["X-Consul-Token"] = header;
        http.Request.Headers.Authorization = authorization;
        Assert.Equal(expected, new ConsulRequest(http, new ConsulRoute("/v1/kv/"), ConsulPermission.Open, "", "", ConsulQuery.Parse(query)!).Token);
    }
}
