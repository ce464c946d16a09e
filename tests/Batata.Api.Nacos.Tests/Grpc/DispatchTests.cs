using System.Text;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Http;
using Batata.Testing.Nacos;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class DispatchTests
{
    [Fact]
    public async Task EveryHandler_IsRegistered_AndDeclaresItsPermission()
    {
        await using var server = await GrpcServer.StartAsync();
        var registered = server.Services.GetServices<GrpcHandler>().ToDictionary(h => h.RequestType, h => h.Permission);
        var written = typeof(GrpcHandler).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(GrpcHandler)) && !type.IsAbstract);
        Assert.Equal(written, registered.Count);
        Assert.All(registered, handler => Assert.NotNull(handler.Value));
        Assert.Equal(
            ["HealthCheckRequest", "LockOperationRequest"],
            registered.Where(handler => handler.Value.Subject == PermissionSubject.Open).Select(handler => handler.Key).Order());
        Assert.Equal(NacosPermission.ReadConfig, registered["ConfigQueryRequest"]);
        Assert.Equal(NacosPermission.ReadConfig, registered["ConfigBatchListenRequest"]);
        Assert.Equal(NacosPermission.ReadConfig, registered["ConfigFuzzyWatchRequest"]);
        Assert.Equal(NacosPermission.WriteConfig, registered["ConfigPublishRequest"]);
        Assert.Equal(NacosPermission.WriteConfig, registered["ConfigRemoveRequest"]);
        Assert.All(
            ["ServiceQueryRequest", "ServiceListRequest", "SubscribeServiceRequest", "NamingFuzzyWatchRequest"],
            type => Assert.Equal(NacosPermission.ReadNaming, registered[type]));
        Assert.All(
            ["InstanceRequest", "BatchInstanceRequest", "PersistentInstanceRequest"],
            type => Assert.Equal(NacosPermission.WriteNaming, registered[type]));
    }

    [Theory]
    [InlineData("NoSuchRequest", 302, "RequestHandler Not Found")]
    [InlineData("", 302, "RequestHandler Not Found")]
    [InlineData("healthCheckRequest", 302, "RequestHandler Not Found")]
    [InlineData("PushAckRequest", 302, "RequestHandler Not Found")]
    [InlineData("ServerReloadRequest", 502, " invoke ServerReloadRequest from sdk is forbidden")]
    [InlineData("HealthCheckRequest", 301, "Connection is unregistered.")]
    public async Task Request_BeforeItsHandler_IsRefused(string type, int errorCode, string message)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = NacosGrpcClient.Open(server.Port);
        var answer = await client.RequestAsync(type, "{}");
        Assert.Equal(("ErrorResponse", 500, errorCode, message), (answer.Type, answer.ResultCode, answer.ErrorCode, answer.Message));
        Assert.False(answer.Json.GetProperty("success").GetBoolean());
        Assert.Equal("", answer.ClientIp);
    }

    [Theory]
    [InlineData("ConfigQueryRequest", "", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("ConfigQueryRequest", "{", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("ConfigQueryRequest", "[]", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("ConfigQueryRequest", "\"text\"", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("ConfigQueryRequest", "{\"dataId\":{}}", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("ConfigQueryRequest", "{\"dataId\":\"\\ud800\"}", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("ConfigBatchListenRequest", "{\"configListenContexts\":\"wrong type\"}", "errCode: 101, errMsg: Nacos deserialize failed.  ")]
    [InlineData("HealthCheckRequest", "null", "Invalid request")]
    public async Task Body_ThatIsNone_IsRefused(string type, string body, string message)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var answer = await client.RequestAsync(type, body);
        Assert.Equal(("ErrorResponse", 500, 502, message), (answer.Type, answer.ResultCode, answer.ErrorCode, answer.Message));
    }

    [Fact]
    public async Task Body_WithBrokenUtf8_IsRefused()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes("{\"dataId\":\"a"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"}")];
        Assert.Equal(502, (await client.RequestAsync(new SdkMessage("ConfigQueryRequest", body))).ErrorCode);
    }

    [Theory]
    [InlineData("{\"dataId\":\"a\",\"group\":\"DEFAULT_GROUP\",\"tenant\":null,\"tag\":null,\"headers\":null,\"requestId\":null,\"module\":\"config\",\"more\":[{}]}")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"DEFAULT_GROUP\",\"headers\":{\"a\":null,\"b\":1,\"c\":true}}")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"DEFAULT_GROUP\"} and what follows")]
    public async Task Body_AsSdksWriteIt_IsRead(string body)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "x");
        Assert.Equal("x", (await client.RequestAsync("ConfigQueryRequest", body)).Text("content"));
    }

    [Fact]
    public async Task Scalars_AreTakenForOneAnother()
    {
        // Jackson: a number is a text where a text is wanted, and null is false.
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("42", "x");
        var listened = await client.RequestAsync(
            "ConfigBatchListenRequest", "{\"listen\":\"true\",\"configListenContexts\":[{\"dataId\":42,\"group\":\"DEFAULT_GROUP\",\"md5\":\"\",\"tenant\":\"\"}]}");
        Assert.Equal(["42"], listened.Changed());
        await client.RequestAsync("ConfigBatchListenRequest", "{\"listen\":null,\"configListenContexts\":[{\"dataId\":\"42\",\"group\":\"DEFAULT_GROUP\"}]}");
        Assert.Equal(0, server.ListenersOf("42"));
    }

    [Fact]
    public async Task Handler_ThatFails_TellsNothingOfIt()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        server.Configs.Break = new InvalidOperationException("secret of the inside");
        var answer = await client.PublishAsync("a", "x");
        Assert.Equal(("ErrorResponse", 500, 500, "server error"), (answer.Type, answer.ResultCode, answer.ErrorCode, answer.Message));
        Assert.Contains(server.Log.Complaints, line => line.Contains("secret of the inside", StringComparison.Ordinal));
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
    }

    [Fact]
    public async Task Message_OverTheLimit_EndsTheCallOnly()
    {
        await using var server = await GrpcServer.StartAsync(nacos: options => options.MaxGrpcMessageBytes = 100_000);
        await using var client = await server.ConnectAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(() => client.PublishAsync("a", new string('x', 110_000)));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
        Assert.Empty(server.Configs.Published);
        Assert.Empty(server.Log.Complaints);
    }

    [Fact]
    public async Task Answer_OfAnySize_ComesWhole()
    {
        // Above some size the buffer is lent to the response instead of copied.
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var sizes = (int[])[1, 1_000, 31_000, 32_700, 40_000, 3_000_000];
        foreach (var size in sizes) await client.PublishAsync($"s{size}", new string('é', size / 2 + 1) + size);
        var answers = await Task.WhenAll(sizes.Concat(sizes).Concat(sizes).Select(size => client.QueryAsync($"s{size}")));
        for (var i = 0; i < answers.Length; i++)
        {
            var size = sizes[i % sizes.Length];
            Assert.Equal(new string('é', size / 2 + 1) + size, answers[i].Text("content"));
        }
    }
}
