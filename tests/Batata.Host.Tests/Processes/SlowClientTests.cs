using System.Net;
using System.Net.Sockets;
using System.Text;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Processes;

/// <summary>Clients that take up a connection and give nothing for it.</summary>
public sealed class SlowClientTests
{
    private const string Ready = "started successfully";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Slowloris: one header line after the other, and never the last.</summary>
    [Fact]
    public async Task HeadThatNeverEnds_IsCutOff()
    {
        using var ports = NodePorts.Reserve();
        await using var host = Start(ports, "--batata.request-head-timeout=1");
        await host.WaitForLineAsync(Ready);
        using var slow = await ConnectAsync(ports.Main);

        await slow.SendAsync("GET /nacos/v1/cs/configs HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n"u8.ToArray());

        Assert.Contains("408", await ReadToEndAsync(slow), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyThatDoesNotCome_IsCutOff()
    {
        using var ports = NodePorts.Reserve();
        await using var host = Start(ports, "--batata.min-data-rate=1000");
        await host.WaitForLineAsync(Ready);
        using var slow = await ConnectAsync(ports.Main);

        await slow.SendAsync("POST /nacos/v1/cs/configs HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ndataId=a"u8.ToArray());

        Assert.Contains("408", await ReadToEndAsync(slow), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionsOverTheLimitOfAnAddress_AreClosedUnread_AndTakenWhenThereIsRoom()
    {
        using var ports = NodePorts.Reserve();
        await using var host = Start(ports, "--batata.max-connections-per-address=2");
        await host.WaitForLineAsync(Ready);
        var first = await ConnectAsync(ports.Main);
        using var second = await ConnectAsync(ports.Console);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(first), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1", await AskAsync(second), StringComparison.Ordinal);

        using (var third = await ConnectAsync(ports.Main)) Assert.Equal("", await ReadToEndAsync(third));
        first.Dispose();
        await Batata.Testing.Wait.UntilAsync(async () =>
        {
            using var later = await ConnectAsync(ports.Main);
            return (await AskAsync(later)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }, "room for another connection");
    }

    [Fact]
    public async Task ConnectionsOverConsulsLimitOfAnAddress_AreToldSo_OtherPortsAreNot()
    {
        using var ports = NodePorts.Reserve();
        await using var host = Start(ports, "--batata.consul.max-connections-per-address=1", $"--batata.consul.port={ports.Consul}");
        await host.WaitForLineAsync(Ready);
        using var first = await ConnectAsync(ports.Consul);
        Assert.StartsWith("HTTP/1.1", await AskAsync(first), StringComparison.Ordinal);

        using var second = await ConnectAsync(ports.Consul);
        await second.SendAsync("GET /v1/status/leader HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        Assert.Equal(
            "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\nContent-Length: 81\r\nConnection: close\r\n\r\nYour IP is issuing too many concurrent connections, please rate limit your calls\n",
            await ReadToEndAsync(second));
        using var other = await ConnectAsync(ports.Main);
        Assert.StartsWith("HTTP/1.1", await AskAsync(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionsOverTheLimitOfAPort_AreClosed_OtherPortsAreNot()
    {
        using var ports = NodePorts.Reserve();
        await using var host = Start(ports, "--batata.max-connections=1");
        await host.WaitForLineAsync(Ready);
        using var first = await ConnectAsync(ports.Main);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(first), StringComparison.Ordinal);

        using var second = await ConnectAsync(ports.Main);
        Assert.Equal("", await ReadToEndAsync(second));
        using var other = await ConnectAsync(ports.Console);
        Assert.StartsWith("HTTP/1.1", await AskAsync(other), StringComparison.Ordinal);
    }

    private static HostProcess Start(NodePorts ports, params string[] settings) =>
        HostProcess.Start(["--dev", $"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", .. settings]);

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed already: whoever reads from it finds the end.
        }
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /nacos/v1/console/health/liveness HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            var answer = new byte[1024];
            return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer));
        }
        catch (SocketException)
        {
            return ""; // reset
        }
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (text, buffer) = (new StringBuilder(), new byte[1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is var read and > 0) text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset, which is an end as well.
        }
        return text.ToString();
    }
}
