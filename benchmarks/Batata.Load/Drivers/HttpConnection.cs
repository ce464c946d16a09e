using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>A keep-alive HTTP/1.1 connection with one request at a time: small enough to open thousands of.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[512];

    private HttpConnection(Socket socket) => _socket = socket;

    public static async Task<HttpConnection> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The server closed the connection or broke the protocol.</exception>
    public async Task<HttpAnswer> SendAsync(byte[] request, CancellationToken cancellationToken)
    {
        await WriteAsync(request, cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async Task WriteAsync(byte[] request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request.AsMemory(sent), cancellationToken);
    }

    /// <summary>Reads one answer; bodies have a length, are chunked, or are empty.</summary>
    public async Task<HttpAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var filled = 0;
        while (true)
        {
            if (filled == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            if (TryParse(_buffer.AsSpan(0, filled), out var answer)) return answer;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool TryParse(ReadOnlySpan<byte> bytes, out HttpAnswer answer)
    {
        answer = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = Encoding.ASCII.GetString(bytes[..end]);
        var body = bytes[(end + 4)..];
        var status = int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        const string length = "\r\nContent-Length:";
        var at = head.IndexOf(length, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            if (head.Contains("chunked", StringComparison.OrdinalIgnoreCase) && !body.EndsWith("0\r\n\r\n"u8)) return false;
        }
        else
        {
            var digits = head.AsSpan(at + length.Length).TrimStart();
            var stop = digits.IndexOf('\r');
            if (body.Length < int.Parse(stop < 0 ? digits : digits[..stop], NumberStyles.None, CultureInfo.InvariantCulture)) return false;
        }
        answer = new HttpAnswer(status, Encoding.UTF8.GetString(body));
        return true;
    }
}

/// <param name="Body">As sent; chunk frames are left in it.</param>
internal readonly record struct HttpAnswer(int Status, string Body);
