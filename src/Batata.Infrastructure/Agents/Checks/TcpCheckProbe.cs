using System.Net.Sockets;
using System.Security.Authentication;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>A connection is taken, with TLS if it is asked for. Protocol source: Consul <c>CheckTCP</c>.</summary>
internal sealed class TcpCheckProbe : ICheckProbe
{
    public string Kind => "tcp";

    public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
    {
        try
        {
            var to = CheckSockets.Parse(check.Tcp);
            await using var stream = await CheckSockets.ConnectAsync(to, deadline);
            if (check.TcpUseTls) await (await CheckSockets.AuthenticateAsync(stream, to.Host, new CheckTls(check.TlsServerName, check.TlsSkipVerify), null, deadline)).DisposeAsync();
            return CheckResult.Passing($"TCP{(check.TcpUseTls ? "+TLS" : "")} connect {check.Tcp}: Success");
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or FormatException or OperationCanceledException)
        {
            return CheckResult.Critical(GoErrors.Dial("tcp", check.Tcp, e));
        }
    }
}
