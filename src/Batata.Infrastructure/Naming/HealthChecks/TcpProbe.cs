using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>Alive is whose port takes a connection, which is closed at once. Protocol source: Nacos <c>TcpHealthCheckProcessor</c>.</summary>
internal sealed class TcpProbe(TargetAddresses addresses) : IHealthProbe
{
    private readonly ConcurrentBag<ConnectAttempt> _idle = [];

    public string Type => "TCP";

    public TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

    public async ValueTask<ProbeOutcome> ProbeAsync(CheckTarget target, ProbeDeadline deadline)
    {
        var endPoint = target.EndPoint ?? await addresses.FindAsync(target, deadline.Token);
        if (endPoint is null) return TargetAddresses.NoAddress;
        Socket socket;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        }
        catch (SocketException e)
        {
            return SocketOutcomes.Of(e.SocketErrorCode);
        }
        using (socket)
        {
            if (!_idle.TryTake(out var attempt)) attempt = new ConnectAttempt();
            var error = await attempt.ConnectAsync(socket, endPoint, deadline.Token);
            _idle.Add(attempt);
            return SocketOutcomes.Of(error);
        }
    }
}
