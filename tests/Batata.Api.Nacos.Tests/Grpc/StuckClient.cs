using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Grpc.Core;
using Grpc.Net.Client;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>Opens its stream, sends its set-up and never reads what is pushed. Its unary calls work.</summary>
internal sealed class StuckClient : IAsyncDisposable
{
    private static readonly Method<SdkMessage, SdkMessage> Unary =
        new(MethodType.Unary, "Request", "request", SdkMessage.Marshaller, SdkMessage.Marshaller);

    private static readonly Method<SdkMessage, SdkMessage> Stream =
        new(MethodType.DuplexStreaming, "BiRequestStream", "requestBiStream", SdkMessage.Marshaller, SdkMessage.Marshaller);

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;
    private readonly AsyncDuplexStreamingCall<SdkMessage, SdkMessage> _call;

    private StuckClient(int port)
    {
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { InitialHttp2StreamWindowSize = 65_535, UseProxy = false },
            DisposeHttpClient = true,
        });
        _invoker = _channel.CreateCallInvoker();
        _call = _invoker.AsyncDuplexStreamingCall(Stream, null, default);
    }

    public bool IsOpen { get; private set; } = true;

    public static async Task<StuckClient> ConnectAsync(int port, string module = "config")
    {
        var client = new StuckClient(port);
        await client._call.RequestStream.WriteAsync(SdkMessage.Of("ConnectionSetupRequest", $$$"""{"labels":{"source":"sdk","module":"{{{module}}}"}}"""));
        await Wait.UntilAsync(async () => (await client.AskAsync("HealthCheckRequest", "{}")).Ok, "the connection to be registered");
        return client;
    }

    public Task ListenAsync(IEnumerable<string> dataIds) => AskAsync(
        "ConfigBatchListenRequest", JsonSerializer.Serialize(new { configListenContexts = dataIds.Select(dataId => new { dataId, group = ConfigCalls.Group, md5 = "" }) }));

    public async Task<SdkMessage> AskAsync(string type, string json)
    {
        using var call = _invoker.AsyncUnaryCall(Unary, null, default, SdkMessage.Of(type, json));
        return await call;
    }

    public Task BeatAsync() => AskAsync("HealthCheckRequest", "{}");

    public ValueTask DisposeAsync()
    {
        IsOpen = false;
        _call.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }
}
