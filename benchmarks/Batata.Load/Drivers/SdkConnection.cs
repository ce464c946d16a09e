using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>
/// A naming connection as an SDK keeps one: set up, always reading, answers every push and every question of the server. Small enough to open
/// thousands of. Each is a TCP connection, since that is what a client is to Nacos: what it registered goes with its transport (nacos-grpc §2.1).
/// </summary>
internal sealed class SdkConnection : IDisposable
{
    private const int BufferSize = 2048;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly FrameBuffer _incoming = new(BufferSize);
    private readonly TaskCompletionSource _setUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private PushMessage _push;
    private TaskCompletionSource? _called;
    private TaskCompletionSource<long>? _pushed;
    private byte[] _awaited = [];
    private string? _refusal;
    private int _nextStream = 1;

    private SdkConnection()
    {
    }

    /// <summary>The server has given it up, and with it what it registered.</summary>
    public bool Lost { get; private set; }

    /// <summary>Connects and waits until the server has taken the set-up.</summary>
    public static async Task<SdkConnection> OpenAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var connection = new SdkConnection();
        try
        {
            await connection._socket.ConnectAsync(server, cancellationToken);
            connection.Send([.. Http2Frames.Hello, .. Http2Frames.Call("/BiRequestStream/requestBiStream", NacosPayload.ConnectionSetup("naming"), last: false)]);
            connection._nextStream = 3;
            _ = connection.ReadAsync();
            await connection._setUp.Task.WaitAsync(Limit, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Calls and waits for the answer. One call at a time, as SDKs register: many in flight would cost the server a stream each, which it pools.</summary>
    /// <exception cref="LoadException">The call was refused.</exception>
    public async Task CallAsync(byte[] message, CancellationToken cancellationToken)
    {
        var call = Http2Frames.Call(GrpcCalls.Request, message, last: true);
        Task answered;
        lock (_gate)
        {
            answered = (_called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            Http2Frames.SetStream(call, _nextStream);
            _nextStream += 2;
            Send(call);
        }
        await answered.WaitAsync(Limit, cancellationToken);
        if (Interlocked.Exchange(ref _refusal, null) is { } refusal) throw new LoadException($"A naming call was refused: {refusal}");
    }

    /// <summary>To be asked for before the change.</summary>
    /// <param name="text">What the push is known by.</param>
    /// <returns>When the first push with that text was here whole (<see cref="Stopwatch.GetTimestamp"/>).</returns>
    public Task<long> PushWith(string text)
    {
        lock (_gate)
        {
            (_awaited, _pushed) = (Encoding.UTF8.GetBytes(text), new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            return _pushed.Task;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(_incoming.Free);
                if (read == 0) throw new IOException("The server closed the connection.");
                _incoming.Added(read);
                while (_incoming.TryTake(out var frame)) Take(frame);
            }
        }
        catch (Exception e)
        {
            // Disposed by us, or given up by the server: whoever waits for something learns of it.
            lock (_gate)
            {
                Lost = true;
                _setUp.TrySetException(e);
                _called?.TrySetException(e);
                _pushed?.TrySetException(e);
            }
            foreach (var task in (Task?[])[_setUp.Task, _called?.Task, _pushed?.Task]) _ = task?.Exception; // Looked at, so that none goes unobserved.
        }
    }

    private void Take(Http2Frame frame)
    {
        switch (frame.Type)
        {
            case Http2Frames.Data when frame.Stream == 1:
                TakePush(frame.Payload);
                break;
            case Http2Frames.Data when frame.Payload.Length > 5 && frame.Payload.IndexOf("\"resultCode\":200"u8) < 0:
                _refusal = Encoding.UTF8.GetString(frame.Payload);
                break;
            case Http2Frames.Settings when !frame.IsAck:
                Send(Http2Frames.SettingsAck);
                break;
            case Http2Frames.Ping when !frame.IsAck:
                Send(Http2Frames.Frame(Http2Frames.Ping, Http2Frames.Ack, 0, frame.Payload));
                break;
            case Http2Frames.GoAway or Http2Frames.ResetStream:
                throw new IOException(frame.Type == Http2Frames.GoAway ? "The server sent GOAWAY." : $"The server reset stream {frame.Stream}.");
        }
        if (!frame.EndsStream) return;
        if (frame.Stream == 1) throw new IOException("The server ended the request stream.");
        lock (_gate) _called!.TrySetResult();
    }

    private void TakePush(ReadOnlySpan<byte> data)
    {
        var now = Stopwatch.GetTimestamp();
        for (; _push.Take(ref data, out var message); _push.Clear())
        {
            _setUp.TrySetResult();
            if (message.IndexOf("\"requestId\":\""u8) is var at and >= 0)
            {
                var id = message[(at + 13)..];
                var ack = Http2Frames.Frame(Http2Frames.Data, 0, 1, NacosPayload.PushAck(Encoding.UTF8.GetString(id[..id.IndexOf((byte)'"')])));
                Send(ack);
            }
            lock (_gate)
            {
                if (_pushed is not null && message.IndexOf(_awaited) >= 0) _pushed.TrySetResult(now);
            }
        }
    }

    /// <summary>Few bytes, for which there is always room in the socket: waits only for another sender.</summary>
    private void Send(byte[] bytes)
    {
        lock (_gate) _socket.Send(bytes);
    }
}

/// <summary>Puts a message of gRPC together that may come in several DATA frames.</summary>
internal struct PushMessage
{
    private const int PrefixLength = 5;

    private byte[]? _begun;
    private int _filled;

    /// <summary>Takes from the data what belongs to the message under way.</summary>
    /// <returns>False when more has to come.</returns>
    public bool Take(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (_filled == 0 && LengthOf(data) is { } whole && data.Length >= whole) // The usual case: no copy.
        {
            message = data[..whole];
            data = data[whole..];
            return true;
        }
        while (data.Length > 0)
        {
            _begun ??= new byte[PrefixLength];
            var length = LengthOf(_begun.AsSpan(0, _filled)) ?? PrefixLength;
            if (_begun.Length < length) Array.Resize(ref _begun, length);
            var part = Math.Min(length - _filled, data.Length);
            data[..part].CopyTo(_begun.AsSpan(_filled));
            data = data[part..];
            _filled += part;
            if (LengthOf(_begun.AsSpan(0, _filled)) != _filled) continue;
            message = _begun;
            return true;
        }
        return false;
    }

    /// <summary>Forgets the message that was whole.</summary>
    public void Clear() => (_begun, _filled) = (null, 0);

    private static int? LengthOf(ReadOnlySpan<byte> message) =>
        message.Length < PrefixLength ? null : PrefixLength + BinaryPrimitives.ReadInt32BigEndian(message[1..]);
}
