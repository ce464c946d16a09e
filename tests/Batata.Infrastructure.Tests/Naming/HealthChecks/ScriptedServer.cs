using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

/// <summary>Answers each HTTP request with the bytes that the test says, and keeps what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    public ScriptedServer(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Null: none.</summary>
    public string? Answer { get; set; } = Status("200 OK");

    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Status(string status, string more = "") => $"HTTP/1.1 {status}\r\n{more}Content-Length: 2\r\n\r\nok";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                Requests.Enqueue(await ReadHeadAsync(stream));
                if (Answer is { } answer) await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _closing.Token);
                else await stream.CopyToAsync(Stream.Null, _closing.Token); // until the other side gives up
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The other side went, or the test did.
            }
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        var head = "";
        while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _closing.Token);
            if (read == 0) throw new IOException("closed");
            head += Encoding.ASCII.GetString(buffer, 0, read);
        }
        return head;
    }
}
