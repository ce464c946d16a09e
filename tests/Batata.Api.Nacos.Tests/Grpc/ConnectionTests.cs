using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class ConnectionTests
{
    [Fact]
    public async Task ServerCheck_OnOneConnection_TellsOneId()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = NacosGrpcClient.Open(server.Port);
        await using var other = NacosGrpcClient.Open(server.Port);
        var first = await client.RequestAsync("ServerCheckRequest", "{}");
        var second = await client.RequestAsync("ServerCheckRequest", "not even JSON");
        Assert.Equal("ServerCheckResponse", first.Type);
        Assert.True(first.Json.GetProperty("supportAbilityNegotiation").GetBoolean());
        Assert.Matches(@"^\d+_127\.0\.0\.1_\d+$", first.Text("connectionId"));
        Assert.Equal(first.Text("connectionId"), second.Text("connectionId"));
        Assert.NotEqual(first.Text("connectionId"), (await other.RequestAsync("ServerCheckRequest", "{}")).Text("connectionId"));
    }

    [Theory]
    [InlineData("\"abilityTable\":{\"fuzzyWatch\":true}")]
    [InlineData("\"abilityTable\":{}")]
    public async Task SetUp_WithAbilities_IsAcknowledgedFirst(string setup)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync(setup: setup);
        var ack = await client.PushAsync("SetupAckRequest");
        Assert.True(ack.Json.GetProperty("abilityTable").GetProperty("fuzzyWatch").GetBoolean());
        Assert.Equal(JsonValueKind.Object, ack.Json.GetProperty("headers").ValueKind);
        Assert.Null(ack.RequestId);
        Assert.NotEqual("", ack.ClientIp);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"abilities\":{\"remoteAbility\":{}},\"clientAbilities\":{}")]
    [InlineData("\"abilityTable\":null,\"labels\":null,\"tenant\":null,\"headers\":null,\"module\":null")]
    public async Task SetUp_WithoutAbilities_IsNotAcknowledged(string? setup)
    {
        // C# stops reading its stream at a SetupAckRequest. The first push that comes is that of the change.
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync(setup: setup);
        await client.ListenAsync("a");
        await client.PublishAsync("a", "x");
        await client.PushAsync("ConfigChangeNotifyRequest");
        Assert.Empty(client.Waiting());
    }

    [Fact]
    public async Task SetUp_Unreadable_IsIgnored_AndAnotherOneWorks()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = NacosGrpcClient.Open(server.Port);
        await client.SendAsync("ConnectionSetupRequest", "{broken");
        await client.SendAsync("ConnectionSetupRequest", "null");
        await client.SendAsync("SomethingElse", "{}");
        Assert.Equal(301, (await client.RequestAsync("HealthCheckRequest", "{}")).ErrorCode);
        await client.SetUpAsync();
        await Wait.UntilAsync(async () => (await client.RequestAsync("HealthCheckRequest", "{}")).Ok, "the connection to be registered");
    }

    [Fact]
    public async Task Connection_ThatEnds_IsForgottenWithItsListens()
    {
        await using var server = await GrpcServer.StartAsync();
        var client = await server.ConnectAsync();
        await client.ListenAsync("a");
        Assert.Equal(1, server.Connections.RegisteredCount);
        Assert.Equal(1, server.ListenersOf("a"));
        await client.DisposeAsync();
        await Wait.UntilAsync(() => server.Connections.RegisteredCount == 0 && !server.Connections.All().Any(), "the connection to be forgotten");
        await Wait.UntilAsync(() => server.ListenersOf("a") == 0, "its listens to go with it");
    }

    [Fact]
    public async Task Stream_ClosedByHalf_EndsWell_AndUnaryCallsGoOn()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.HalfCloseAsync();
        Assert.Equal(StatusCode.OK, await client.StreamEnd);
        Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
    }

    [Fact]
    public async Task SecondStream_TakesThePlaceOfTheFirst()
    {
        // Rust opens one on the same connection when it thinks the first is broken. Nacos goes on pushing to the first.
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.ListenAsync("a");
        var first = client.LeaveStream();
        await client.SetUpAsync("\"abilityTable\":{}");
        await client.PushAsync("SetupAckRequest");
        Assert.Equal(StatusCode.OK, await first);
        await client.PublishAsync("a", "x");
        await client.PushAsync("ConfigChangeNotifyRequest");
        Assert.Equal(1, server.Connections.RegisteredCount);
    }

    [Fact]
    public async Task SetUp_OverTheLimit_IsRefused()
    {
        await using var server = await GrpcServer.StartAsync(nacos: options => options.MaxGrpcConnections = 1);
        await using var first = await server.ConnectAsync();
        await using var second = NacosGrpcClient.Open(server.Port);
        await second.SetUpAsync();
        Assert.Equal(StatusCode.OK, await second.StreamEnd);
        Assert.Equal(301, (await second.RequestAsync("HealthCheckRequest", "{}")).ErrorCode); // on a new transport
        Assert.True((await first.RequestAsync("HealthCheckRequest", "{}")).Ok);
        Assert.Equal(1, server.Connections.RegisteredCount);
    }

    [Fact]
    public async Task Server_ThatStarts_RefusesCallsAndStreams_UntilItIsReady()
    {
        await using var server = await GrpcServer.StartAsync(ready: false);
        await using var client = NacosGrpcClient.Open(server.Port);
        foreach (var type in (string[])["ServerCheckRequest", "HealthCheckRequest", "ConfigQueryRequest"])
        {
            var answer = await client.RequestAsync(type, "{}");
            Assert.Equal(("ErrorResponse", 500, 300), (answer.Type, answer.ResultCode, answer.ErrorCode));
            Assert.Equal("Server is starting,please try later.", answer.Message);
        }
        await client.SetUpAsync();
        Assert.Equal(StatusCode.OK, await client.StreamEnd);

        server.BecomeReady();
        await using var later = await server.ConnectAsync();
        Assert.True((await later.RequestAsync("ServerCheckRequest", "{}")).Ok);
    }

    [Fact]
    public async Task Server_ThatStops_TellsClientsToMove_ServesThemMeanwhile_AndEndsTheirStreamsWell()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await GrpcServer.StartAsync(time);
        await using var client = await server.ConnectAsync();
        await using var mute = await server.ConnectAsync();
        mute.Answer = _ => null;
        var stopped = server.StopAsync();
        foreach (var told in (NacosGrpcClient[])[client, mute]) Assert.False((await told.PushAsync("ConnectResetRequest")).Has("serverIp"));
        Assert.True((await client.PublishAsync("a", "x")).Ok);
        Assert.Equal(300, (await client.RequestAsync("ServerCheckRequest", "{}")).ErrorCode); // what a client asks before it connects

        time.Advance(TimeSpan.FromSeconds(2)); // mute had its time
        await stopped;
        foreach (var told in (NacosGrpcClient[])[client, mute]) Assert.Equal(StatusCode.OK, await told.StreamEnd);
        Assert.Empty(server.Log.Complaints);
    }
}
