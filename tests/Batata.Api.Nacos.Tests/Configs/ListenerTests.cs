using System.Diagnostics;
using Batata.Api.Nacos.Push;
using Batata.Api.Nacos.Tests.Http;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Configs;

/// <summary>Long polls over the wire.</summary>
public sealed class ListenerTests
{
    [Fact]
    public async Task OnePublish_AnswersAllWhoWait()
    {
        const int clients = 300;
        await using var server = await NacosHttpServer.StartAsync();
        var waiting = Enumerable.Range(0, clients).Select(_ => ListenAsync(server, "a%02G%02%01b%02G%02%01")).ToList();
        await WaitForAsync(server, clients);
        await PublishAsync(server, "a");
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal("a%02G%01\n", answer));
        Assert.Equal(0, server.Services.GetRequiredService<LongPolls>().Count);
    }

    [Fact]
    public async Task Stop_LetsThemGoAtOnce()
    {
        await using var server = await NacosHttpServer.StartAsync();
        var waiting = ListenAsync(server, "a%02G%02%01");
        await WaitForAsync(server, 1);
        var watch = Stopwatch.StartNew();
        await server.StopAsync();
        Assert.Equal("", await waiting);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(9), "The server must not wait for the end of the hold.");
    }

    [Fact]
    public async Task ClientThatLeaves_IsForgotten()
    {
        await using var server = await NacosHttpServer.StartAsync();
        using var gone = new CancellationTokenSource();
        var waiting = ListenAsync(server, "a%02G%02%01", gone.Token);
        await WaitForAsync(server, 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await WaitForAsync(server, 0);
    }

    [Fact]
    public async Task WhoWaits_IsSeenByTheQueries()
    {
        await using var server = await NacosHttpServer.StartAsync();
        var waiting = ListenAsync(server, "a%02G%02%01b%02G%02%02t%01");
        await WaitForAsync(server, 1);
        Assert.Equal(
            """{"collectStatus":200,"lisentersGroupkeyStatus":{"127.0.0.1":""}}""",
            await server.Client.GetStringAsync("/nacos/v1/cs/configs/listener?dataId=a&group=G"));
        Assert.Equal(
            """{"collectStatus":200,"lisentersGroupkeyStatus":{"a+G+public":""}}""",
            await server.Client.GetStringAsync("/nacos/v1/cs/listener?ip=127.0.0.1"));
        Assert.Equal(
            """{"code":0,"message":"success","data":{"queryType":"ip","listenersStatus":{"a+G+public":"","b+G+t":""}}}""",
            await server.Client.GetStringAsync("/nacos/v3/admin/cs/listener?ip=127.0.0.1&all=true"));
        await PublishAsync(server, "a");
        Assert.Equal("a%02G%01\n", await waiting);
    }

    private static async Task<string> ListenAsync(NacosHttpServer server, string configs, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/nacos/v1/cs/configs/listener")
        {
            Content = new StringContent("Listening-Configs=" + configs, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        request.Headers.Add("Long-Pulling-Timeout", "30000");
        using var answer = await server.Client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private static async Task PublishAsync(NacosHttpServer server, string dataId)
    {
        using var answer = await server.Client.PostAsync($"/nacos/v1/cs/configs?dataId={dataId}&group=G&content=one", null);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static Task WaitForAsync(NacosHttpServer server, int count) =>
        Wait.UntilAsync(() => server.Services.GetRequiredService<LongPolls>().Count == count, $"{count} waiting polls");
}
