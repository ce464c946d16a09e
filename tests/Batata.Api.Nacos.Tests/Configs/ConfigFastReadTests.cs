using Batata.Api.Nacos.Tests.Http;

namespace Batata.Api.Nacos.Tests.Configs;

/// <summary>The hot path is a shortcut, not another server: the pipeline must give the same bytes.</summary>
public sealed class ConfigFastReadTests : IAsyncLifetime
{
    private NacosHttpServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await NacosHttpServer.StartAsync();
        await PublishAsync("dataId=plain&group=G&content=one&type=yaml");
        await PublishAsync("dataId=plain&group=G&content=other&tenant=t");
        await PublishAsync("dataId=key&group=G&content=one&encryptedDataKey=k");
        await PublishAsync("dataId=gray&group=G&content=formal");
        await PublishAsync("dataId=gray&group=G&content=tagged&tag=blue");
        await PublishAsync("dataId=a.b-c_d:e&group=g.h-i_j:k&content=names");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("dataId=plain&group=G")]
    [InlineData("group=G&dataId=plain")]
    [InlineData("dataId=plain&group=G&tenant=")]
    [InlineData("dataId=plain&group=G&tenant=t")]
    [InlineData("dataId=plain&group=G&tenant=public&accessToken=x.y")]
    [InlineData("dataId=plain&group=G&tenant=none")]
    [InlineData("dataId=plain&dataId=plain&group=G")]
    [InlineData("dataId=plain&group=G&tenant=t&tenant=t")]
    [InlineData("dataId=plain&group=G&namespaceId=t")]
    [InlineData("dataId=plain&group=G&namespaceId=&tenant=t")]
    [InlineData("dataId=key&group=G")]
    [InlineData("dataId=gray&group=G")]
    [InlineData("dataId=gray&group=G&tag=blue")]
    [InlineData("dataId=gray&group=G&tag=red")]
    [InlineData("dataId=a.b-c_d:e&group=g.h-i_j:k")]
    [InlineData("dataId=a.b-c_d%3Ae&group=g.h-i_j%3Ak")]
    [InlineData("dataId=pl+ain&group=G")]
    [InlineData("dataId=&group=G")]
    [InlineData("dataId&group=G")]
    [InlineData("dataId=plain")]
    [InlineData("dataId=plain&group=G&tenant=a.b")]
    [InlineData("")]
    public async Task PlainRead_AsThroughThePipeline(string query)
    {
        foreach (var tag in new[] { "", "\nVipserver-Tag: blue" })
        {
            var fast = await RawClient.SendAsync(_server.Port, $"GET /nacos/v1/cs/configs?{query}{tag}");
            var slow = await RawClient.SendAsync(_server.Port, $"GET /nacos/v1/cs/configs?{query}&unknown=1{tag}");
            Assert.Equal(WithoutTime(slow), WithoutTime(fast));
        }
    }

    private static IEnumerable<string> WithoutTime(string answer) => answer.Split("\r\n")
        .Where(line => !line.StartsWith("Date:", StringComparison.Ordinal))
        .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"timestamp\":\"[^\"]*\"", ""));

    private async Task PublishAsync(string query)
    {
        using var answer = await _server.Client.PostAsync("/nacos/v1/cs/configs?" + query, null);
        Assert.Equal("true", await answer.Content.ReadAsStringAsync());
    }
}
