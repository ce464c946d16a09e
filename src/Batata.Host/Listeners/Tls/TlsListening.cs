using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Batata.Host.Listeners.Tls;

/// <summary>TLS on a port, and beside it plain text where that is wanted. Protocol source: Nacos 3.1 <c>OptionalTlsProtocolNegotiator</c>.</summary>
internal static class TlsListening
{
    // Of a TLS record that is a handshake. No request of HTTP/1 and no preface of HTTP/2 begins with it.
    private const byte Handshake = 0x16;

    public static void UseTls(this ListenOptions endpoint, TlsPort port, bool plainTextToo)
    {
        var callback = new TlsHandshakeCallbackOptions { OnConnection = _ => new(port.Current) };
        if (!plainTextToo)
        {
            endpoint.UseHttps(callback);
            return;
        }
        // Kestrel puts these together from the last to the first, so the way past TLS is known when the first is made.
        ConnectionDelegate? plain = null;
        endpoint.Use(tls => connection => ChooseAsync(connection, tls, plain!, endpoint.KestrelServerOptions.Limits.KeepAliveTimeout));
        endpoint.UseHttps(callback);
        endpoint.Use(http => plain = http);
    }

    private static async Task ChooseAsync(ConnectionContext connection, ConnectionDelegate tls, ConnectionDelegate plain, TimeSpan patience)
    {
        bool isTls;
        using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed))
        {
            timeout.CancelAfter(patience);
            try
            {
                var read = await connection.Transport.Input.ReadAsync(timeout.Token);
                isTls = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] == Handshake;
                // Nothing is consumed nor looked at: whoever reads next gets it all at once.
                connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            }
            catch (Exception gone) when (gone is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
            {
                return; // it said nothing
            }
        }
        await (isTls ? tls(connection) : plain(connection));
    }
}
