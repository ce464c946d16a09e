using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners;

/// <summary>
/// Tells clients of Consul's port which have too many connections so, in the words that they know, before anything they asked is looked at. Protocol source:
/// go-connlimit <c>HTTPConnStateFuncWithDefault429Handler</c>. A blocking query needs a connection of its own, so the limit is far above Consul's 200.
/// </summary>
internal sealed class ConsulConnectionGate(int maxPerAddress)
{
    /// <summary>Who sends nothing, or does not read, is not waited for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Answers at a time; beyond that a connection is closed without one, so that a flood costs nothing.</summary>
    private const int MaxAnswers = 100;

    private static readonly byte[] Answer =
    [
        .. "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\nContent-Length: 81\r\nConnection: close\r\n\r\n"u8,
        .. "Your IP is issuing too many concurrent connections, please rate limit your calls\n"u8,
    ];

    private readonly AddressCounts _byAddress = new();
    private int _answering;

    /// <summary>Goes behind TLS: the answer must be readable.</summary>
    public void Guard(ListenOptions endpoint) => endpoint.Use(next => async connection =>
    {
        if (AddressCounts.Of(connection) is not { } address)
        {
            await next(connection);
            return;
        }
        try
        {
            if (_byAddress.Enter(address) > maxPerAddress) await RefuseAsync(connection);
            else await next(connection);
        }
        finally
        {
            _byAddress.Leave(address);
        }
    });

    private async Task RefuseAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _answering) > MaxAnswers) return;
            using var late = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
            late.CancelAfter(Patience);
            await connection.Transport.Output.WriteAsync(Answer, late.Token);
            // Until the client has closed: to close over bytes that nobody has read resets the connection, and the answer with it.
            await connection.Transport.Input.CopyToAsync(Stream.Null, late.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // It has gone, or takes too long.
        }
        finally
        {
            Interlocked.Decrement(ref _answering);
            connection.Abort(new ConnectionAbortedException("too many connections of this address"));
        }
    }
}
