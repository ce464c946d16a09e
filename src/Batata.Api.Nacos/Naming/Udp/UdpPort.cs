using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>
/// The one UDP port that pushes leave from and acknowledgements come to; any that is free, opened when it is needed first. What the network
/// says of an address that nobody listens at (ICMP) is not an error of ours: it is passed over.
/// </summary>
internal sealed partial class UdpPort(ILogger<UdpPort> logger) : IAsyncDisposable
{
    private const int SioUdpConnReset = -1744830452;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private Socket? _socket;
    private Task _receiving = Task.CompletedTask;

    /// <summary>An acknowledgement, and from where; the address as it was sent to.</summary>
    public event Action<IPEndPoint, long>? Acknowledged;

    /// <returns>False when it could not be sent now. Never waits.</returns>
    public bool TrySend(byte[] packet, IPEndPoint to)
    {
        try
        {
            var socket = Open();
            var target = socket.AddressFamily == AddressFamily.InterNetworkV6 && to.AddressFamily == AddressFamily.InterNetwork
                ? new IPEndPoint(to.Address.MapToIPv6(), to.Port)
                : to;
            return socket.SendTo(packet, SocketFlags.None, target) == packet.Length;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            LogNotSent(e, packet.Length, to);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        lock (_gate) _socket?.Dispose();
        await _receiving;
        _closing.Dispose();
    }

    private Socket Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            if (_socket is not null) return _socket;
            var socket = Bind();
            _receiving = ReceiveAsync(socket);
            return _socket = socket;
        }
    }

    private static Socket Bind()
    {
        var socket = Socket.OSSupportsIPv6
            ? new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true }
            : new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Blocking = false;
        if (OperatingSystem.IsWindows()) socket.IOControl(SioUdpConnReset, [0], null);
        socket.Bind(new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        return socket;
    }

    private async Task ReceiveAsync(Socket socket)
    {
        var buffer = new byte[UdpPacket.MaxAckBytes];
        var anybody = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anybody, _closing.Token);
                if (UdpPacket.ReadAck(buffer.AsSpan(0, received.ReceivedBytes)) is { } lastRefTime) Acknowledged?.Invoke(Plain((IPEndPoint)received.RemoteEndPoint), lastRefTime);
            }
            catch (Exception e) when (_closing.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // A longer datagram than any acknowledgement, or what the network says of an address that is closed.
                LogNotReceived(e);
            }
        }
    }

    private static IPEndPoint Plain(IPEndPoint address) =>
        address.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(address.Address.MapToIPv4(), address.Port) : address;

    [LoggerMessage(EventId = 2211, Level = LogLevel.Debug, Message = "A push of {Bytes} bytes to {Address} could not be sent")]
    private partial void LogNotSent(Exception exception, int bytes, IPEndPoint address);

    [LoggerMessage(EventId = 2212, Level = LogLevel.Debug, Message = "A datagram could not be received")]
    private partial void LogNotReceived(Exception exception);
}
