using System.Net;
using System.Net.Sockets;
using Batata.Api.Consul.Dns.Answers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Dns.Ports;

/// <summary>
/// Listens on UDP and TCP of each address while the server runs: from before the log is opened, with SERVFAIL until then, so that whoever finds the server
/// ready finds its names; and to before anything behind it ends.
/// </summary>
internal sealed partial class DnsPorts(DnsAnswers answers, IOptions<ConsulDnsOptions> options, ILogger<DnsPorts> logger) : IHostedLifecycleService, IDisposable
{
    private const int Backlog = 512;
    private const int ReceiveBuffer = 4 << 20;

    private readonly ConsulDnsOptions _options = options.Value;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<IDisposable> _ports = [];
    private readonly List<Task> _running = [];

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_options.Port == 0) return Task.CompletedTask;
        foreach (var address in _options.Addresses)
        {
            var at = new IPEndPoint(address, _options.Port);
            var (udp, tcp) = (Bind(at, SocketType.Dgram, ProtocolType.Udp), Bind(at, SocketType.Stream, ProtocolType.Tcp));
            udp.ReceiveBufferSize = ReceiveBuffer;
            tcp.Listen(Backlog);
            var (datagrams, connections) = (new UdpPort(udp, answers, _options, logger), new TcpPort(tcp, answers, _options, logger));
            _ports.AddRange([datagrams, connections]);
            _running.AddRange([datagrams.RunAsync(_stopping.Token), connections.RunAsync(_stopping.Token)]);
        }
        var addresses = string.Join(" and ", _options.Addresses);
        LogListens(_options.Port, addresses);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        CloseAll();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A start that was refused comes here without having been stopped.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        CloseAll();
        if (_running.TrueForAll(static one => one.IsCompleted)) foreach (var port in _ports) port.Dispose();
        _stopping.Dispose();
    }

    /// <exception cref="IOException">Why not, for people.</exception>
    private Socket Bind(IPEndPoint at, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(at.AddressFamily, type, protocol);
        _sockets.Add(socket);
        try
        {
            if (at.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true; // it takes IPv4, too
            socket.Bind(at);
            return socket;
        }
        catch (SocketException e)
        {
            throw new IOException(
                e.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => $"port {at.Port} (batata.consul.dns.port) is in use on {at.Address} ({protocol.ToString().ToUpperInvariant()})",
                    SocketError.AccessDenied => $"port {at.Port} (batata.consul.dns.port) may not be opened by this user",
                    _ => $"port {at.Port} (batata.consul.dns.port) cannot be opened on {at.Address}: {e.Message}",
                },
                e);
        }
    }

    private void CloseAll()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    [LoggerMessage(EventId = 3741, Level = LogLevel.Information, Message = "Port {Port} (DNS) on {Addresses}")]
    private partial void LogListens(int port, string addresses);
}
