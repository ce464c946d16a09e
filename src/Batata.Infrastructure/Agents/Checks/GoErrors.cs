using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Failures of a connection in the words of Go's <c>net</c>, which people and their alarms know from the output of checks.</summary>
internal static class GoErrors
{
    public static string Dial(string network, string address, Exception failure) => failure switch
    {
        OperationCanceledException => $"dial {network} {address}: i/o timeout",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"dial {network}: lookup {HostOf(address)}: no such host",
        SocketException socket => $"dial {network} {address}: connect: {Text(socket)}",
        AuthenticationException tls => $"tls: {tls.Message}",
        FormatException { Message: CheckSockets.InvalidPort } => $"dial {network}: address {PortOf(address)}: {failure.Message}",
        FormatException { Message: CheckSockets.UnknownPort } => $"dial {network}: lookup {network}/{PortOf(address)}: {failure.Message}",
        FormatException => $"dial {network}: address {address}: {failure.Message}",
        _ => $"dial {network} {address}: {failure.Message}",
    };

    public static string Text(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by peer",
        SocketError.NetworkUnreachable => "network is unreachable",
        SocketError.HostUnreachable => "no route to host",
        SocketError.TimedOut => "connection timed out",
        SocketError.AccessDenied => "permission denied",
        _ => socket.Message,
    };

    public static string Of(EndPoint? endPoint, string address) => endPoint?.ToString() ?? address;

    /// <summary>Go's notation of a duration, such as 1m30s or 500ms.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###}ms");
        var text = string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds % 60:0.#########}s");
        if (time >= TimeSpan.FromMinutes(1)) text = string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes % 60}m{text}");
        return time >= TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h{text}") : text;
    }

    private static string PortOf(string address) => address[(address.LastIndexOf(':') + 1)..];

    private static string HostOf(string address) => address.LastIndexOf(':') is > 0 and var at ? address[..at] : address;
}
