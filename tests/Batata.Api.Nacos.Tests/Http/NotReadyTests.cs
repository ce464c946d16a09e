using System.Net;
using Batata.Application.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>A node that has not caught up says so and serves nothing stale.</summary>
public sealed class NotReadyTests
{
    [Theory]
    [InlineData("GET", "/nacos/v1/cs/configs?dataId=a&group=G", HttpStatusCode.ServiceUnavailable)]
    [InlineData("GET", "/nacos/v1/cs/configs?dataId=a&group=G&show=all", HttpStatusCode.ServiceUnavailable)]
    [InlineData("POST", "/nacos/v1/cs/configs?dataId=a&group=G&content=two", HttpStatusCode.ServiceUnavailable)]
    [InlineData("POST", "/nacos/v1/cs/configs/listener", HttpStatusCode.ServiceUnavailable)]
    [InlineData("GET", "/nacos/v3/admin/cs/listener?ip=1.1.1.1", HttpStatusCode.ServiceUnavailable)]
    [InlineData("GET", "/nacos/v1/console/health/liveness", HttpStatusCode.OK)]
    [InlineData("GET", "/nacos/v2/console/health/liveness", HttpStatusCode.OK)]
    [InlineData("GET", "/nacos/v3/admin/core/state/liveness", HttpStatusCode.OK)]
    [InlineData("GET", "/nacos/v3/admin/core/state", HttpStatusCode.OK)]
    [InlineData("GET", "/nacos/v1/console/health/readiness", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/nacos/v2/console/health/readiness", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/nacos/v3/admin/core/state/readiness", HttpStatusCode.InternalServerError)]
    public async Task NotReady_OnlyHealthAnswers(string method, string path, HttpStatusCode expected)
    {
        var node = new TestNode();
        await using var server = await NacosHttpServer.StartAsync(replace: services => services.AddSingleton<INodeState>(node));
        using var publish = await server.Client.PostAsync("/nacos/v1/cs/configs?dataId=a&group=G&content=one", null);
        Assert.Equal(HttpStatusCode.OK, publish.StatusCode);
        node.NotReadyReason = "It is catching up.";
        using var answer = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(expected, answer.StatusCode);
        if (expected != HttpStatusCode.OK) Assert.Contains("It is catching up.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotReady_HealthOfTheConfigModule_IsATextIn200()
    {
        var node = new TestNode { NotReadyReason = "It is catching up." };
        await using var server = await NacosHttpServer.StartAsync(replace: services => services.AddSingleton<INodeState>(node));
        Assert.Equal("DOWN:It is catching up.", await server.Client.GetStringAsync("/nacos/v1/cs/health"));
    }
}
