using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;

namespace Batata.Testing.Nacos;

/// <summary>One connection as an SDK makes it: unary calls and the stream on one HTTP/2 connection of its own. Pushes are acknowledged unless told otherwise.</summary>
public sealed class NacosGrpcClient : IAsyncDisposable
{
    private static readonly Method<SdkMessage, SdkMessage> Unary =
        new(MethodType.Unary, "Request", "request", SdkMessage.Marshaller, SdkMessage.Marshaller);

    private static readonly Method<SdkMessage, SdkMessage> Stream =
        new(MethodType.DuplexStreaming, "BiRequestStream", "requestBiStream", SdkMessage.Marshaller, SdkMessage.Marshaller);

    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;
    private readonly Channel<SdkMessage> _pushes = Channel.CreateUnbounded<SdkMessage>();
    private readonly List<SdkMessage> _kept = [];
    private readonly List<AsyncDuplexStreamingCall<SdkMessage, SdkMessage>> _left = [];
    private readonly SemaphoreSlim _writing = new(1);
    private AsyncDuplexStreamingCall<SdkMessage, SdkMessage>? _call;
    private Task<StatusCode>? _reading;

    private NacosGrpcClient(int port, string clientIp, string host)
    {
        ClientIp = clientIp;
        _channel = GrpcChannel.ForAddress($"http://{host}:{port}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false, UseProxy = false },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
        });
        _invoker = _channel.CreateCallInvoker();
    }

    public string ClientIp { get; }

    /// <summary>Makes the answer to a push; null for none. By default: accepted.</summary>
    public Func<SdkMessage, SdkMessage?> Answer { get; set; } = Accept;

    /// <summary>The status with which the stream ended.</summary>
    public Task<StatusCode> StreamEnd => _reading ?? throw new InvalidOperationException("No stream was opened.");

    /// <summary>The unary half only.</summary>
    public static NacosGrpcClient Open(int port, string clientIp = "127.0.0.1", string host = "127.0.0.1") => new(port, clientIp, host);

    /// <summary>Opens, sets up and waits until the server knows the connection.</summary>
    /// <param name="setup">Members of the set-up beside the usual ones, as JSON members: <c>"abilityTable":{}</c>.</param>
    /// <param name="module">What the connection is for: <c>config</c>, <c>naming</c> or <c>lock</c>.</param>
    public static async Task<NacosGrpcClient> ConnectAsync(int port, string clientIp = "127.0.0.1", string? setup = null, string module = "config", string host = "127.0.0.1")
    {
        var client = Open(port, clientIp, host);
        await client.SetUpAsync(setup, module);
        await Wait.UntilAsync(async () => (await client.RequestAsync("HealthCheckRequest", "{}")).Type == "HealthCheckResponse", "the connection to be registered");
        return client;
    }

    public static SdkMessage Accept(SdkMessage push)
    {
        ArgumentNullException.ThrowIfNull(push);
        return Acknowledge(push, 200);
    }

    public static SdkMessage Acknowledge(SdkMessage push, int resultCode)
    {
        ArgumentNullException.ThrowIfNull(push);
        return SdkMessage.Of(
            push.Type.Replace("Request", "Response", StringComparison.Ordinal),
            string.Create(CultureInfo.InvariantCulture, $$"""{"resultCode":{{resultCode}},"requestId":"{{push.RequestId}}"}"""));
    }

    public Task SetUpAsync(string? setup = null, string module = "config") => SendAsync(
        "ConnectionSetupRequest",
        $$$"""{"clientVersion":"Nacos-Java-Client:v3.1.0","tenant":"","labels":{"source":"sdk","module":"{{{module}}}","AppName":"tests"}{{{(setup is null ? "" : "," + setup)}}}}""");

    public Task<SdkMessage> RequestAsync(string type, string json, IReadOnlyDictionary<string, string>? headers = null) =>
        RequestAsync(SdkMessage.Of(type, json) with { Headers = headers });

    /// <exception cref="RpcException">The status is not OK.</exception>
    public async Task<SdkMessage> RequestAsync(SdkMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var call = _invoker.AsyncUnaryCall(Unary, null, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(15)), request with { ClientIp = ClientIp });
        return await call;
    }

    /// <summary>Sends on the stream, which is opened when there is none.</summary>
    public Task SendAsync(string type, string json) => SendAsync(SdkMessage.Of(type, json));

    public async Task SendAsync(SdkMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        await _writing.WaitAsync();
        try
        {
            if (_call is null)
            {
                _call = _invoker.AsyncDuplexStreamingCall(Stream, null, default);
                _reading = ReadAsync(_call);
            }
            await _call.RequestStream.WriteAsync(message with { ClientIp = ClientIp });
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Leaves the stream as it is; the next message opens another one on the same connection.</summary>
    /// <returns>The status with which the old one ends.</returns>
    public Task<StatusCode> LeaveStream()
    {
        _left.Add(_call!);
        _call = null;
        return StreamEnd;
    }

    /// <summary>Closes this side's half of the stream.</summary>
    public Task HalfCloseAsync() => _call!.RequestStream.CompleteAsync();

    /// <summary>Takes the first push of that type that came or comes.</summary>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<SdkMessage> PushAsync(string type, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(15));
        try
        {
            while (true)
            {
                if (TakeKept(type) is { } kept) return kept;
                _kept.Add(await _pushes.Reader.ReadAsync(patience.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"No {type} was pushed; there were {string.Join(", ", _kept)}.", e);
        }
    }

    /// <summary>What was pushed until now and not taken.</summary>
    public IReadOnlyList<SdkMessage> Waiting()
    {
        while (_pushes.Reader.TryRead(out var push)) _kept.Add(push);
        return _kept;
    }

    public async ValueTask DisposeAsync()
    {
        _call?.Dispose();
        foreach (var left in _left) left.Dispose();
        _channel.Dispose();
        if (_reading is not null) await _reading;
        _writing.Dispose();
    }

    private SdkMessage? TakeKept(string type)
    {
        var at = _kept.FindIndex(push => push.Type == type);
        if (at < 0) return null;
        var found = _kept[at];
        _kept.RemoveAt(at);
        return found;
    }

    private async Task<StatusCode> ReadAsync(AsyncDuplexStreamingCall<SdkMessage, SdkMessage> call)
    {
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var push = call.ResponseStream.Current;
                if (push.RequestId is not null && Answer(push) is { } answer) await SendAsync(answer);
                _pushes.Writer.TryWrite(push);
            }
            return StatusCode.OK;
        }
        catch (RpcException e) when (e.Status.DebugException is HttpProtocolException { ErrorCode: 0 })
        {
            // .NET forgets an end of the stream that it has received but not read when the connection ends in good order (GOAWAY, NO_ERROR) right behind it.
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException or JsonException or IOException)
        {
            return StatusCode.Unknown;
        }
        finally
        {
            if (_call == call) _pushes.Writer.TryComplete();
        }
    }
}
