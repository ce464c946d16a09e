using System.Net;
using System.Net.Sockets;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Agents.Checks;

namespace Batata.Infrastructure.Tests.Agents.Checks;

/// <summary>TCP and UDP against real sockets.</summary>
public sealed class SocketProbeTests
{
    [Fact]
    public async Task Tcp_Connects()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        Assert.Equal(CheckResult.Passing($"TCP connect {address}: Success"), await new TcpCheckProbe().RunAsync(new CheckDefinition { Tcp = address }, Probes.Long));
    }

    [Fact]
    public async Task Tcp_NobodyThere_IsCritical()
    {
        Assert.Equal(
            CheckResult.Critical("dial tcp 127.0.0.1:1: connect: connection refused"), await new TcpCheckProbe().RunAsync(new CheckDefinition { Tcp = "127.0.0.1:1" }, Probes.Long));
    }

    [Theory]
    [InlineData("127.0.0.1", "dial tcp: address 127.0.0.1: missing port in address")]
    [InlineData("::1:80", "dial tcp: address ::1:80: too many colons in address")]
    [InlineData("127.0.0.1:x", "dial tcp: lookup tcp/x: unknown port")]
    [InlineData("127.0.0.1:99999", "dial tcp: address 99999: invalid port")]
    [InlineData("nobody.invalid:80", "dial tcp: lookup nobody.invalid: no such host")]
    public async Task Tcp_NoAddress_IsCritical(string address, string why) =>
        Assert.Equal(CheckResult.Critical(why), await new TcpCheckProbe().RunAsync(new CheckDefinition { Tcp = address }, Probes.Long));

    [Fact]
    public async Task Tcp_WithTls_SaysSo()
    {
        await using var server = await CheckedServer.StartAsync(static _ => Task.CompletedTask, tlsFor: "web.example");
        var check = new CheckDefinition { Tcp = server.Address, TcpUseTls = true, TlsSkipVerify = true };
        Assert.Equal(CheckResult.Passing($"TCP+TLS connect {server.Address}: Success"), await new TcpCheckProbe().RunAsync(check, Probes.Long));
    }

    [Fact]
    public async Task Tcp_WithTls_ToSomebodyWhoIsSilent_EndsWithTheDeadline()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        var result = await new TcpCheckProbe().RunAsync(new CheckDefinition { Tcp = address, TcpUseTls = true }, TimeSpan.FromMilliseconds(200));
        Assert.Equal(CheckResult.Critical($"dial tcp {address}: i/o timeout"), result);
    }

    [Fact]
    public async Task Udp_AnAnswer_Passes()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = server.Client.LocalEndPoint!.ToString()!;
        var run = new UdpCheckProbe().RunAsync(new CheckDefinition { Udp = address }, Probes.Long);
        var asked = await server.ReceiveAsync();
        await server.SendAsync("anything"u8.ToArray(), asked.RemoteEndPoint);
        Assert.Equal(CheckResult.Passing($"UDP connect {address}: Success"), await run);
    }

    [Fact]
    public async Task Udp_Silence_Passes()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var result = await new UdpCheckProbe().RunAsync(new CheckDefinition { Udp = server.Client.LocalEndPoint!.ToString()! }, TimeSpan.FromMilliseconds(200));
        Assert.Equal(CheckStatus.Passing, result.Status);
    }

    [Fact]
    public async Task Udp_ClosedPort_IsCritical()
    {
        var result = await new UdpCheckProbe().RunAsync(new CheckDefinition { Udp = "127.0.0.1:1" }, Probes.Long);
        Assert.Equal(CheckStatus.Critical, result.Status);
        Assert.EndsWith("->127.0.0.1:1: connection refused", result.Output, StringComparison.Ordinal);
    }
}
