using System.Buffers.Binary;
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
    private readonly byte[] _call;
    private readonly byte[] _outgoing;
    private readonly byte[] _incoming = new byte[1 << 18];
    private int _filled;
    private int _queued;
    private int _nextStream = 1;
    private int _unacknowledged;
    private int _inFlight;
    private int _succeeded;
    private string _lastRefusal = "";

    private GrpcConnection(byte[] message, int maxInFlight)
    {
        _call = Http2Frames.Call("/Request/request", message, last: true);
        _outgoing = new byte[4096 + maxInFlight * _call.Length];
    }

    /// <summary>Connects, registers as the SDKs do (a stream with ConnectionSetupRequest), and waits until a call succeeds.</summary>
    public static async Task<GrpcConnection> OpenAsync(IPEndPoint server, byte[] message, int maxInFlight, CancellationToken cancellationToken)
    {
        var connection = new GrpcConnection(message, maxInFlight);
        try
        {
            await connection._socket.ConnectAsync(server, cancellationToken);
            connection.Queue(Http2Frames.Hello);
            connection.Queue(Http2Frames.Call("/BiRequestStream/requestBiStream", NacosPayload.ConnectionSetup, last: false));
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
            var read = await _socket.ReceiveAsync(_incoming.AsMemory(_filled), cancellationToken);
            if (read == 0) throw new IOException("The server closed the connection.");
            _filled += read;
            TakeFrames();
        }
    }

    public void Dispose() => _socket.Dispose();

    private void TakeFrames()
    {
        var at = 0;
        while (_filled - at >= Http2Frames.HeaderLength)
        {
            var frame = _incoming.AsSpan(at, _filled - at);
            var length = Http2Frames.HeaderLength + Http2Frames.Length(frame);
            if (frame.Length < length) break;
            Take(frame[3], frame[4], BinaryPrimitives.ReadInt32BigEndian(frame[5..]), frame[Http2Frames.HeaderLength..length]);
            at += length;
        }
        _incoming.AsSpan(at, _filled - at).CopyTo(_incoming);
        _filled -= at;
    }

    private void Take(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case Http2Frames.Data:
                TakeData(stream, payload);
                break;
            case Http2Frames.Settings when (flags & Http2Frames.Ack) == 0:
                Queue(Http2Frames.SettingsAck);
                break;
            case Http2Frames.Ping when (flags & Http2Frames.Ack) == 0:
                Queue(Http2Frames.Frame(Http2Frames.Ping, Http2Frames.Ack, 0, payload));
                break;
            case Http2Frames.GoAway or Http2Frames.ResetStream:
                throw new IOException(type == Http2Frames.GoAway ? "The server sent GOAWAY." : $"The server reset stream {stream}.");
        }
        if (type is not (Http2Frames.Data or Http2Frames.Headers) || (flags & Http2Frames.EndStream) == 0) return;
        if (stream == 1) throw new IOException("The server ended the request stream.");
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
        Http2Frames.SetStream(_call, _nextStream);
        _nextStream += 2;
        _inFlight++;
        Queue(_call);
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
