using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>How a check speaks TLS.</summary>
/// <param name="ServerName">For SNI and the certificate; empty for the host of the address.</param>
internal sealed record CheckTls(string ServerName, bool SkipsVerify);

/// <summary>Connections of checks: each has one of its own, that a new one is taken is part of being alive.</summary>
internal static class CheckSockets
{
    public const string InvalidPort = "invalid port";

    /// <summary>A name of one: Go would look it up, here there is no list of them.</summary>
    public const string UnknownPort = "unknown port";

    /// <exception cref="FormatException">It is no <c>host:port</c>; the message says why, in Go's words.</exception>
    public static DnsEndPoint Parse(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0) throw new FormatException("missing port in address");
        var host = address[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal)) throw new FormatException("too many colons in address");
        if (!ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) throw new FormatException(address[(colon + 1)..].All(char.IsAsciiDigit) ? InvalidPort : UnknownPort);
        // Go: an empty host is this machine.
        return new DnsEndPoint(host.Length == 0 ? "localhost" : host, port);
    }

    public static async Task<NetworkStream> ConnectAsync(DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Owns the stream from here on.</summary>
    public static async Task<SslStream> AuthenticateAsync(Stream stream, string host, CheckTls tls, IEnumerable<SslApplicationProtocol>? protocols, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            var options = new SslClientAuthenticationOptions { TargetHost = tls.ServerName.Length > 0 ? tls.ServerName : host };
            if (protocols is not null) options.ApplicationProtocols = [.. protocols];
#pragma warning disable CA5359 // The one who registered the check asked for it: TLSSkipVerify.
            if (tls.SkipsVerify) options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }
}
