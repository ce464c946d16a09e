using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>
/// One registered SDK connection that keeps a few unary calls in flight. A client library would cost several times what the server does on this
/// machine's cores, and its cost would hide the server's; here a call costs two copies and a search for the result code.
/// </summary>
internal sealed class GrpcConnection : IDisposable
{
    private const int WindowStep = 1 << 24;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[][] _calls;
    private readonly byte[] _outgoing;
    private readonly FrameBuffer _incoming = new(1 << 18);
    private int _nextCall;
    private int _queued;
    private int _nextStream = 1;
    private int _unacknowledged;
    private int _inFlight;
    private int _succeeded;
    private string _lastRefusal = "";

    private GrpcConnection(GrpcCalls calls, int maxInFlight)
    {
        _calls = [.. calls.Messages.Select(message => Http2Frames.Call(calls.Path, message, last: true))];
        _outgoing = new byte[4096 + maxInFlight * _calls.Max(static call => call.Length)];
    }

    /// <summary>Connects, registers as the SDKs do (a stream with ConnectionSetupRequest), and waits until a call succeeds.</summary>
    public static async Task<GrpcConnection> OpenAsync(IPEndPoint server, GrpcCalls calls, int maxInFlight, CancellationToken cancellationToken)
    {
        var connection = new GrpcConnection(calls, maxInFlight);
        try
        {
            await connection._socket.ConnectAsync(server, cancellationToken);
            connection.Queue(Http2Frames.Hello);
            connection.Queue(Http2Frames.Call("/BiRequestStream/requestBiStream", NacosPayload.ConnectionSetup(calls.Module), last: false));
            connection._nextStream = 3;
            for (var tries = 0; await connection.RunAsync(1, 1, TimeSpan.Zero, cancellationToken) == 0; tries++)
            {
                // The set-up message has no answer: until it was read, calls are refused as unregistered.
                if (tries == 100) throw new LoadException($"gRPC calls are refused: {connection._lastRefusal}");
                await Task.Delay(20, cancellationToken);
            }
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Calls until the time is over, but at least <paramref name="atLeast"/> times, and waits for all answers.</summary>
    /// <returns>Calls that succeeded.</returns>
    public async Task<int> RunAsync(int maxInFlight, int atLeast, TimeSpan time, CancellationToken cancellationToken)
    {
        var end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        var started = 0;
        _succeeded = 0;
        while (true)
        {
            var more = started < atLeast || Environment.TickCount64 < end;
            for (; more && _inFlight < maxInFlight; started++) QueueCall();
            if (_inFlight == 0) return _succeeded;
            await FlushAsync(cancellationToken);
            var read = await _socket.ReceiveAsync(_incoming.Free, cancellationToken);
            if (read == 0) throw new IOException("The server closed the connection.");
            _incoming.Added(read);
            while (_incoming.TryTake(out var frame)) Take(frame);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Take(Http2Frame frame)
    {
        switch (frame.Type)
        {
            case Http2Frames.Data:
                TakeData(frame.Stream, frame.Payload);
                break;
            case Http2Frames.Settings when !frame.IsAck:
                Queue(Http2Frames.SettingsAck);
                break;
            case Http2Frames.Ping when !frame.IsAck:
                Queue(Http2Frames.Frame(Http2Frames.Ping, Http2Frames.Ack, 0, frame.Payload));
                break;
            case Http2Frames.GoAway or Http2Frames.ResetStream:
                throw new IOException(frame.Type == Http2Frames.GoAway ? "The server sent GOAWAY." : $"The server reset stream {frame.Stream}.");
        }
        if (!frame.EndsStream) return;
        if (frame.Stream == 1) throw new IOException("The server ended the request stream.");
        _inFlight--;
    }

    private void TakeData(int stream, ReadOnlySpan<byte> payload)
    {
        _unacknowledged += payload.Length;
        if (_unacknowledged > WindowStep)
        {
            Queue(Http2Frames.Window(_unacknowledged));
            _unacknowledged = 0;
        }
        if (stream == 1 || payload.Length <= 5) return;
        if (payload.IndexOf("\"resultCode\":200"u8) >= 0) _succeeded++;
        else _lastRefusal = Encoding.UTF8.GetString(payload);
    }

    private void QueueCall()
    {
        var call = _calls[_nextCall];
        _nextCall = (_nextCall + 1) % _calls.Length;
        Http2Frames.SetStream(call, _nextStream);
        _nextStream += 2;
        _inFlight++;
        Queue(call);
    }

    private void Queue(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_outgoing.AsSpan(_queued));
        _queued += bytes.Length;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < _queued;) sent += await _socket.SendAsync(_outgoing.AsMemory(sent, _queued - sent), cancellationToken);
        _queued = 0;
    }
}

/// <summary>What a connection asks, one message after the other and round again.</summary>
/// <param name="Path">Of the method.</param>
/// <param name="Module">That the connection is set up for: naming is refused on any other than <c>naming</c>.</param>
internal sealed record GrpcCalls(string Path, string Module, byte[][] Messages)
{
    /// <summary>The method that takes all requests of Nacos.</summary>
    public const string Request = "/Request/request";
}
