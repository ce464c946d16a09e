using Batata.Api.Nacos.Tests.Http;

namespace Batata.Api.Nacos.Tests.Naming;

/// <summary>The hot paths are shortcuts, not another server: the pipeline must give the same bytes.</summary>
public sealed class NamingFastCallsTests : IAsyncLifetime
{
    private NacosHttpServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await NacosHttpServer.StartAsync();
        await RegisterAsync("serviceName=a&ip=10.1.1.1&port=80&metadata=k=v");
        await RegisterAsync("serviceName=a&ip=10.1.1.2&port=80&clusterName=C&healthy=false");
        await RegisterAsync("serviceName=g@@a&ip=10.1.1.3&port=80");
        await RegisterAsync("serviceName=a&namespaceId=n&ip=10.1.1.4&port=80&enabled=false");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("serviceName=a")]
    [InlineData("serviceName=a&namespaceId=")]
    [InlineData("serviceName=a&namespaceId=public&groupName=&accessToken=x.y")]
    [InlineData("serviceName=a&namespaceId=n")]
    [InlineData("serviceName=a&groupName=g")]
    [InlineData("serviceName=g@@a")]
    [InlineData("serviceName=g%40%40a&groupName=other")]
    [InlineData("serviceName=g%40@a")]
    [InlineData("serviceName=none")]
    [InlineData("serviceName=a&clusters=")]
    [InlineData("serviceName=a&clusters=C")]
    [InlineData("serviceName=a&clusters=C,DEFAULT")]
    [InlineData("serviceName=a&clusters=C%2CDEFAULT")]
    [InlineData("serviceName=a&clusters=C,")]
    [InlineData("serviceName=a&clusters=C.D")]
    [InlineData("serviceName=a&healthyOnly=true")]
    [InlineData("serviceName=a&healthyOnly=TRUE")]
    [InlineData("serviceName=a&healthyOnly=")]
    [InlineData("serviceName=a&healthyOnly=yes")]
    [InlineData("serviceName=a&clientIP=10.1.1.9&udpPort=0&app=shop")]
    [InlineData("serviceName=a&udpPort=x")]
    [InlineData("serviceName=a&udpPort=99999")]
    [InlineData("serviceName=a&port=99999")]
    [InlineData("serviceName=a&serviceName=b")]
    [InlineData("serviceName=a&clusters=C&clusters=D")]
    [InlineData("serviceName=")]
    [InlineData("serviceName")]
    [InlineData("serviceName=@@a")]
    [InlineData("serviceName=g@@")]
    [InlineData("serviceName=@@")]
    [InlineData("serviceName=g@@@a")]
    [InlineData("serviceName=g@@a@@b")]
    [InlineData("serviceName=@a")]
    [InlineData("serviceName=a+b")]
    [InlineData("serviceName=a&groupName=a@b")]
    [InlineData("serviceName=a&namespaceId=a.b")]
    [InlineData("")]
    public Task List_AsThroughThePipeline(string query) => CompareAsync("GET", "list", query);

    [Theory]
    [InlineData("serviceName=a&ip=10.1.1.1&port=80")]
    [InlineData("serviceName=g%40%40a&ip=10.1.1.3&port=80&clusterName=DEFAULT&namespaceId=public")]
    [InlineData("serviceName=a&ip=10.1.1.2&port=80&clusterName=C")]
    [InlineData("serviceName=a&ip=10.1.1.8&port=80")]
    [InlineData("serviceName=none&ip=10.1.1.1&port=80")]
    [InlineData("serviceName=a&ip=10.1.1.1")]
    [InlineData("serviceName=a")]
    [InlineData("serviceName=a&ip=10.1.1.1&port=80&port=81")]
    [InlineData("serviceName=a&ip=10.1.1.1&port=65536")]
    [InlineData("serviceName=a&ip=10.1.1.1&port=-1")]
    [InlineData("serviceName=a&ip=10.1.1.1&port=80&clusterName=a.b")]
    [InlineData("ip=10.1.1.1&port=80")]
    public Task LightBeat_AsThroughThePipeline(string query) => CompareAsync("PUT", "beat", query);

    private async Task CompareAsync(string method, string call, string query)
    {
        var fast = await RawClient.SendAsync(_server.Port, $"{method} /nacos/v1/ns/instance/{call}?{query}");
        var slow = await RawClient.SendAsync(_server.Port, $"{method} /nacos/v1/ns/instance/{call}?{query}&unknown=1");
        Assert.Equal(WithoutTime(slow), WithoutTime(fast));
    }

    private static IEnumerable<string> WithoutTime(string answer) => answer.Split("\r\n")
        .Where(line => !line.StartsWith("Date:", StringComparison.Ordinal))
        .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"(timestamp|lastRefTime)\":(\"[^\"]*\"|[0-9]*)", ""));

    private async Task RegisterAsync(string query)
    {
        using var answer = await _server.Client.PostAsync("/nacos/v1/ns/instance?" + query, null);
        Assert.Equal("ok", await answer.Content.ReadAsStringAsync());
    }
}
