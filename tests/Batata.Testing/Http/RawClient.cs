using System.Net.Sockets;
using System.Text;

namespace Batata.Testing.Http;

/// <summary>Sends bytes as they stand and returns all bytes that come back: what a client library would hide is part of the protocol.</summary>
public static class RawClient
{
    /// <summary>One request on a connection of its own. The head is given with LF; host, length and the end of the connection are added.</summary>
    public static async Task<string> SendAsync(int port, string head, string body = "")
    {
        ArgumentNullException.ThrowIfNull(head);
        var bytes = Encoding.UTF8.GetBytes(body);
        var lines = head.TrimEnd('\n').Split('\n').ToList();
        lines[0] += " HTTP/1.1";
        lines.Insert(1, $"Host: 127.0.0.1:{port}");
        if (!lines.Exists(line => line.StartsWith("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) && bytes.Length > 0)
            lines.Add($"Content-Length: {bytes.Length}");
        lines.Add("Connection: close");
        return Encoding.UTF8.GetString(await ExchangeAsync(port, [.. Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), .. bytes]));
    }

    public static Task<byte[]> ExchangeAsync(int port, byte[] request) => ExchangeAsync(port, request, thatIsAll: false);

    /// <param name="thatIsAll">Tells the server that nothing follows, so that it does not wait for the rest of what is cut short. A server that closes the connection gives what came before.</param>
    public static async Task<byte[]> ExchangeAsync(int port, byte[] request, bool thatIsAll)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        var stream = tcp.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request);
            if (thatIsAll) tcp.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer);
        }
        catch (Exception e) when (thatIsAll && e is IOException or SocketException)
        {
            // closed before it had read everything
        }
        return answer.ToArray();
    }
}
