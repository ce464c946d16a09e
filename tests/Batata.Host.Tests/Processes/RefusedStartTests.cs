using System.Net;
using System.Net.Sockets;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Processes;

public sealed class RefusedStartTests
{
    [Fact]
    public async Task WrongValues_EndWith1_NamingEveryKey()
    {
        var (exitCode, lines) = await HostProcess.RunAsync("--nacos.server.main.port=x", "--maxContent=0", "--nacos.standalone=false");

        Assert.Equal(1, exitCode);
        Assert.Equal(5, lines.Count); // a heading, and a cluster lacks its members and its secret
        Assert.All(["nacos.server.main.port", "maxContent", "nacos.standalone"], key => Assert.Contains(lines, line => line.StartsWith($"  {key} = ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task BrokenFile_EndsWith1_NamingFileAndLine()
    {
        await using var first = HostProcess.Start("--version");
        var file = Path.Combine(first.Folder, "broken.yml");
        await File.WriteAllTextAsync(file, "a: 1\nb: [\n");

        var (exitCode, lines) = await HostProcess.RunAsync("--conf", file);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"batata: cannot start: {file}:3", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "nacos.server.main.port")]
    [InlineData(1000, "batata.grpc.port")]
    [InlineData(2000, "nacos.console.port")]
    public async Task PortInUse_EndsWith1_NamingThePortAndItsKey(int offset, string key)
    {
        using var ports = NodePorts.Reserve();
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, ports.Main + offset));
        other.Listen();

        var (exitCode, lines) = await HostProcess.RunAsync($"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", "--batata.listen-address=127.0.0.1");

        Assert.Equal(1, exitCode);
        Assert.Equal($"batata: cannot start: port {ports.Main + offset} ({key}) is in use on 127.0.0.1", Reason(lines));
        Assert.DoesNotContain(lines, static line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SocketType.Dgram, ProtocolType.Udp, "UDP")]
    [InlineData(SocketType.Stream, ProtocolType.Tcp, "TCP")]
    public async Task DnsPortInUse_EndsWith1(SocketType type, ProtocolType protocol, string name)
    {
        using var ports = NodePorts.Reserve();
        using var other = new Socket(AddressFamily.InterNetwork, type, protocol);
        other.Bind(new IPEndPoint(IPAddress.Loopback, ports.Dns));
        if (type == SocketType.Stream) other.Listen();

        var (exitCode, lines) = await HostProcess.RunAsync(
            $"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", $"--batata.consul.dns.port={ports.Dns}", "--batata.listen-address=127.0.0.1");

        Assert.Equal(1, exitCode);
        Assert.Equal($"batata: cannot start: port {ports.Dns} (batata.consul.dns.port) is in use on 127.0.0.1 ({name})", Reason(lines));
        Assert.DoesNotContain(lines, static line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DataFolderInUse_EndsWith1_NamingTheFolder()
    {
        await using var node = await NodeProcess.StartNewAsync();
        using var ports = NodePorts.Reserve();

        var (exitCode, lines) = await HostProcess.RunAsync($"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", "--data", node.DataFolder);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"batata: cannot start: The data folder {node.DataFolder} is in use", Reason(lines), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, static line => line.StartsWith("   at ", StringComparison.Ordinal));
        Assert.True(node.IsRunning);
    }

    [Fact]
    public async Task DataFolder_ThatIsAFile_EndsWith1_NamingIt()
    {
        using var ports = NodePorts.Reserve();

        var (exitCode, lines) = await HostProcess.RunAsync($"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", "--data", NodeProgram.HostDll);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"batata: cannot start: The data folder {NodeProgram.HostDll} cannot be used", Reason(lines), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, static line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddressOfAnotherMachine_EndsWith1()
    {
        using var ports = NodePorts.Reserve();

        var (exitCode, lines) = await HostProcess.RunAsync($"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", "--batata.listen-address=192.0.2.1");

        Assert.Equal(1, exitCode);
        Assert.Equal("batata: cannot start: this machine has no address 192.0.2.1 (batata.listen-address)", Reason(lines));
    }

    // Standard output and standard error arrive in no order.
    private static string Reason(IReadOnlyList<string> lines) => lines.Single(static line => line.StartsWith("batata: ", StringComparison.Ordinal));
}
