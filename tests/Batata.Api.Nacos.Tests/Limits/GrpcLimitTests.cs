using System.Diagnostics;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Tests.Grpc;
using Batata.Testing;
using Batata.Testing.Nacos;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Limits;

public sealed class GrpcLimitTests
{
    private const string Query = """{"dataId":"a","group":"g","tenant":""}""";

    [Fact]
    public async Task TrafficControl_OverItsRule_IsTheTypesOwnAnswer_AfterASecond()
    {
        await using var server = await StartAsync(static limits => limits.TrafficControl = true);
        server.Services.GetRequiredService<TpsPoints>().Find("ConfigQuery")!.Rule = new TpsRule(1, TimeSpan.FromDays(1), intercepts: true);
        await using var client = await server.ConnectAsync();

        await client.RequestAsync("ConfigQueryRequest", Query);
        var began = Stopwatch.StartNew();
        var refused = await client.RequestAsync("ConfigQueryRequest", Query);

        Assert.Equal("ConfigQueryResponse", refused.Type);
        Assert.Equal((500, 503), (refused.ResultCode, refused.ErrorCode));
        Assert.Equal("Tps Flow restricted:tps over limit :1", refused.Message);
        Assert.True(began.Elapsed > TimeSpan.FromSeconds(0.9), began.Elapsed.ToString());
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
    }

    [Fact]
    public async Task Rate_OfOneAddress_LeavesBeatsAlone()
    {
        await using var server = await StartAsync(static limits => limits.Rates["config-read.per-address"] = new CallRate(1, 2));
        await using var client = await server.ConnectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.RequestAsync("ConfigQueryRequest", Query)));

        Assert.Contains(answers, static answer => answer.ErrorCode == 503);
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
        Assert.True((await client.PublishAsync("a", "x")).Ok);
    }

    [Fact]
    public async Task Connection_OverTheLimitOfItsAddress_IsEnded_AndTakenWhenThereIsRoom()
    {
        await using var server = await StartAsync(static limits => limits.MaxConnectionsPerAddress = 1);
        await using (await server.ConnectAsync())
        {
            await using var second = NacosGrpcClient.Open(server.Port);
            await second.SetUpAsync();
            Assert.Equal(StatusCode.OK, await second.StreamEnd.WaitAsync(TimeSpan.FromSeconds(30))); // completed without a message, as Nacos does
        }
        await Wait.UntilAsync(() => server.Connections.RegisteredCount == 0, "the first connection to be forgotten");

        await using var third = await server.ConnectAsync();
        Assert.True((await third.RequestAsync("HealthCheckRequest", "{}")).Ok);
    }

    private static Task<GrpcServer> StartAsync(Action<LimitOptions> limits) => GrpcServer.StartAsync(change: services => services.Configure(limits));
}
