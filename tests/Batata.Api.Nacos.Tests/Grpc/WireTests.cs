using Batata.Testing;
using Batata.Testing.Nacos;
using FsCheck.Xunit;
using Grpc.Core;
using Grpc.Net.Client;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>What is wrong below the JSON: envelopes that are none, calls that are given up.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private static readonly Method<byte[], byte[]> Unary = new(MethodType.Unary, "Request", "request", Bytes, Bytes);
    private static readonly Method<byte[], byte[]> Stream = new(MethodType.DuplexStreaming, "BiRequestStream", "requestBiStream", Bytes, Bytes);
    private static readonly Method<byte[], byte[]> Unknown = new(MethodType.Unary, "Request", "other", Bytes, Bytes);

    private GrpcServer _server = null!;
    private NacosGrpcClient _client = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _server = await GrpcServer.StartAsync();
        _client = await _server.ConnectAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_server.Port}");
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Property(MaxTest = 200)]
    public async Task AnyEnvelope_IsAnsweredOrRefused(byte[] bytes)
    {
        var status = await StatusOfAsync(Unary, bytes);
        Assert.Contains(status, (StatusCode[])[StatusCode.OK, StatusCode.Unknown, StatusCode.Internal]);
        await StillWellAsync();
    }

    [Property(MaxTest = 50)]
    public async Task AnyMessageOnTheStream_EndsThatStreamAtMost(byte[] bytes)
    {
        using (var call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(Stream, null, default))
        {
            await call.RequestStream.WriteAsync(bytes);
            await call.RequestStream.CompleteAsync();
            try
            {
                while (await call.ResponseStream.MoveNext(CancellationToken.None))
                {
                }
            }
            catch (RpcException)
            {
                // refused
            }
        }
        await StillWellAsync();
    }

    [Fact]
    public async Task UnknownMethod_IsUnimplemented()
    {
        Assert.Equal(StatusCode.Unimplemented, await StatusOfAsync(Unknown, []));
        await StillWellAsync();
    }

    [Fact]
    public async Task CallThatIsGivenUp_LeavesNoComplaint()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Configs.Wait = slow.Task;
        var client = await _server.ConnectAsync();
        var publish = client.PublishAsync("a", "x");
        await Wait.UntilAsync(() => _server.Configs.Waiting > 0, "the publish to be under way");
        await client.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => publish);
        await Wait.UntilAsync(() => _server.Connections.RegisteredCount == 1, "the connection to be forgotten");
        slow.SetResult();
        await Wait.UntilAsync(async () => (await _client.QueryAsync("a")).Ok, "the publish to be done all the same");
        await StillWellAsync();
    }

    private async Task<StatusCode> StatusOfAsync(Method<byte[], byte[]> method, byte[] bytes)
    {
        try
        {
            using var call = _channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, bytes);
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            Assert.DoesNotContain("   at ", e.Status.Detail, StringComparison.Ordinal);
            return e.StatusCode;
        }
    }

    private async Task StillWellAsync()
    {
        Assert.True((await _client.RequestAsync("HealthCheckRequest", "{}")).Ok);
        Assert.Empty(_server.Log.Complaints);
    }
}
