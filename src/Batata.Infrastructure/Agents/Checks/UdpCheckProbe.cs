using System.Net.Sockets;
using System.Text;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// Nobody says that the port is closed: an answer, or silence until the deadline. Protocol source: Consul <c>CheckUDP</c>.
/// </summary>
internal sealed class UdpCheckProbe : ICheckProbe
{
    public string Kind => "udp";

    public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(CheckSockets.Parse(check.Udp), deadline);
        }
        catch (Exception e) when (e is SocketException or FormatException or OperationCanceledException)
        {
            return CheckResult.Critical(GoErrors.Dial("udp", check.Udp, e));
        }
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(check.Body), deadline);
            await socket.ReceiveAsync(new byte[1], deadline);
        }
        catch (OperationCanceledException)
        {
            // Silence.
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
        {
            // More than one byte came.
        }
        catch (SocketException e)
        {
            return CheckResult.Critical($"read udp {GoErrors.Of(socket.LocalEndPoint, "")}->{GoErrors.Of(socket.RemoteEndPoint, check.Udp)}: {GoErrors.Text(e)}");
        }
        return CheckResult.Passing($"UDP connect {check.Udp}: Success");
    }
}
