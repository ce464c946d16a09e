using System.Text.Json;
using Batata.Api.Nacos.Push;
using Batata.Domain.Configs;
using Batata.Testing.Nacos;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class ConfigMetricsTests
{
    private static readonly ConfigKey Key = ConfigKey.Of("a", "G", "t");

    [Fact]
    public async Task Collect_ClientsOfTheAddress_AreAskedAndTheirAnswersMerged()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var one = await ConnectAsync(server, "10.0.0.1", """{"one":"{\"a\":1}"}""");
        await using var two = await ConnectAsync(server, "10.0.0.1", """{"two":{"b":2}}""");
        await using var elsewhere = await ConnectAsync(server, "10.0.0.2", """{"three":"x"}""");
        var metrics = await CollectAsync(server, "10.0.0.1");
        Assert.Equal(["one", "two"], metrics.Keys.Order());
        Assert.Equal("{\"a\":1}", metrics["one"].GetString());
        Assert.Equal(2, metrics["two"].GetProperty("b").GetInt32());
        var keys = (await one.PushAsync("ClientConfigMetricRequest")).Json.GetProperty("metricsKeys");
        Assert.Equal("""[{"type":"cacheData","key":"a+G+t"},{"type":"snapshotData","key":"a+G+t"}]""", keys.GetRawText());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"resultCode":500,"metrics":{"x":"y"}}""")]
    [InlineData("""{"resultCode":200}""")]
    [InlineData("""{"resultCode":200,"metrics":[]}""")]
    public async Task Collect_AnswerOfNoUse_IsLeftOut(string? answer)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync("10.0.0.1");
        client.Answer = push => answer is null ? null : Respond(push, answer);
        Assert.Empty(await CollectAsync(server, "10.0.0.1"));
    }

    private static async Task<NacosGrpcClient> ConnectAsync(GrpcServer server, string ip, string metrics)
    {
        var client = await server.ConnectAsync(ip);
        client.Answer = push => Respond(push, $$"""{"resultCode":200,"metrics":{{metrics}}}""");
        return client;
    }

    private static SdkMessage Respond(SdkMessage push, string json) =>
        SdkMessage.Of("ClientConfigMetricResponse", json.Insert(1, $"\"requestId\":\"{push.RequestId}\","));

    private static async Task<Dictionary<string, JsonElement>> CollectAsync(GrpcServer server, string ip)
    {
        var metrics = new Dictionary<string, JsonElement>();
        await server.Services.GetRequiredService<IConfigClientMetrics>().CollectAsync(ip, Key, metrics, default);
        return metrics;
    }
}
