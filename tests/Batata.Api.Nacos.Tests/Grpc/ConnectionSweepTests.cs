using System.Net;
using System.Net.Sockets;
using Batata.Testing;
using Batata.Testing.Nacos;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class ConnectionSweepTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task IdleClient_IsAsked_AndStaysWhenItAnswers()
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var client = await server.ConnectAsync();
        // Go leaves success false; any type and result code 200 will do.
        client.Answer = push => SdkMessage.Of("HealthCheckResponse", $$"""{"resultCode":200,"success":false,"requestId":"{{push.RequestId}}"}""");
        for (var i = 0; i < 19; i++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(client.Waiting());
        for (var rounds = 0; rounds < 3; rounds++)
        {
            await AdvanceUntilAsync(() => client.Waiting().Any(p => p.Type == "ClientDetectionRequest"), "a detection");
            var asked = await client.PushAsync("ClientDetectionRequest");
            Assert.NotNull(asked.RequestId);
        }
        Assert.Equal(1, server.Connections.RegisteredCount);
        Assert.Empty(server.Log.Complaints);
    }

    [Fact]
    public async Task BusyClient_IsNotAsked()
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var client = await server.ConnectAsync();
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (i % 5 == 0) Assert.True((await client.RequestAsync("HealthCheckRequest", "{}")).Ok);
        }
        Assert.Empty(client.Waiting());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public async Task IdleClient_ThatDoesNotAnswer_LosesStreamAndTransport(int? answer)
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var client = await server.ConnectAsync();
        await client.ListenAsync("a");
        client.Answer = push => answer is null ? null : NacosGrpcClient.Acknowledge(push, answer.Value);
        await AdvanceUntilAsync(() => server.Connections.RegisteredCount == 0, "the connection to be dropped");
        Assert.Equal(StatusCode.OK, await client.StreamEnd); // ended, not broken
        Assert.Equal(0, server.ListenersOf("a"));
        Assert.Equal(301, (await client.RequestAsync("HealthCheckRequest", "{}")).ErrorCode); // on a new transport
        Assert.Empty(server.Log.Complaints);
    }

    [Fact]
    public async Task ClientWithoutStream_IsDropped_OnceIdle()
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var client = await server.ConnectAsync();
        await client.HalfCloseAsync();
        await client.StreamEnd;
        await AdvanceUntilAsync(() => server.Connections.RegisteredCount == 0, "the connection to be dropped");
    }

    [Fact]
    public async Task BusyClient_ThatReadsNothing_IsCutOff()
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var stuck = await StuckClient.ConnectAsync(server.Port);
        var dataIds = Enumerable.Range(0, 3000).Select(n => $"{n}-{new string('n', 200)}").ToList();
        await stuck.ListenAsync(dataIds);
        foreach (var dataId in dataIds) server.Configs.Publish(dataId, "x");
        for (var seconds = 0; seconds < 28; seconds++)
        {
            await stuck.BeatAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(1, server.Connections.RegisteredCount);
        await Wait.UntilAsync(() => IsCutOffAsync(stuck), "the connection to be cut off"); // not for being idle
        Assert.Contains(server.Log.Complaints, line => line.Contains("has read nothing for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Client_ThatVanishedWithoutAWord_IsReaped()
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var wire = await FrozenWire.StartAsync(server.Port);
        await using var client = await NacosGrpcClient.ConnectAsync(wire.Port);
        wire.Freeze();
        await AdvanceUntilAsync(() => !server.Connections.All().Any(), "the connection to be reaped");
    }

    [Fact]
    public async Task Transport_ThatNeverSetsUp_IsReaped()
    {
        await using var server = await GrpcServer.StartAsync(_time);
        await using var client = NacosGrpcClient.Open(server.Port);
        await client.RequestAsync("ServerCheckRequest", "{}");
        await client.SendAsync("SomethingElse", "{}");
        Assert.Single(server.Connections.All());
        await AdvanceUntilAsync(() => !server.Connections.All().Any(), "the connection to be reaped");
    }

    private async Task<bool> IsCutOffAsync(StuckClient client)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        try
        {
            await client.BeatAsync();
            return false;
        }
        catch (RpcException)
        {
            return true;
        }
    }

    private Task AdvanceUntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);

    /// <summary>Passes bytes on until it is frozen; then both ends stay open and hear nothing.</summary>
    private sealed class FrozenWire : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _frozen = new();
        private readonly List<IDisposable> _open = [];
        private readonly Task _running;

        private FrozenWire(int target)
        {
            _listener.Start();
            _running = RunAsync(target);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public static Task<FrozenWire> StartAsync(int target) => Task.FromResult(new FrozenWire(target));

        public void Freeze() => _frozen.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _frozen.CancelAsync();
            foreach (var end in _open) end.Dispose();
            _listener.Dispose();
            await _running;
            _frozen.Dispose();
        }

        private async Task RunAsync(int target)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_frozen.Token);
                var server = new TcpClient();
                _open.AddRange([client, server]);
                await server.ConnectAsync(IPAddress.Loopback, target, _frozen.Token);
                await Task.WhenAll(
                    client.GetStream().CopyToAsync(server.GetStream(), _frozen.Token), server.GetStream().CopyToAsync(client.GetStream(), _frozen.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // frozen, or ended
            }
        }
    }
}
