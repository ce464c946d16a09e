using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Batata.Host.Tests.Settings;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Processes;

public sealed class StartTests
{
    private const string Ready = "started successfully";

    [Fact]
    public async Task Help_ListsEverySetting_AndEndsWith0()
    {
        var (exitCode, lines) = await HostProcess.RunAsync("--help");

        Assert.Equal(0, exitCode);
        foreach (var setting in new Batata.Host.Settings.Catalogue.SettingCatalogue().Settings) Assert.Contains(lines, line => line.Contains(setting.Key, StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains("--conf PATH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        var (exitCode, lines) = await HostProcess.RunAsync("--version");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"^batata \d+\.\d+\.\d+", Assert.Single(lines));
    }

    [Fact]
    public async Task Dev_Answers_AndLeavesNothingBehind()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start(["--dev", .. PortsOf(ports)]);
        await host.WaitForLineAsync(Ready);
        Assert.NotEmpty(Directory.GetDirectories(host.Folder, "batata-dev-*"));
        Assert.Equal("true", await PublishAsync(ports.Main));

        await host.SignalAsync("TERM");

        Assert.Equal(0, await host.EndAsync());
        Assert.Empty(Directory.GetFileSystemEntries(host.Folder));
    }

    /// <summary>Whoever says nothing gets a server that asks for a login; what is said counts from any source.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("NACOS_AUTH_ENABLE=false", true)]
    public async Task OtherMachines_AreServed_WithoutALoginOnlyWhereThatIsSaid(string? variable, bool open)
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start(variable is null ? [] : [variable], [.. PortsOf(ports)]);
        await host.WaitForLineAsync(Ready);

        foreach (var port in (int[])[ports.Main, ports.Grpc, ports.Console])
        {
            Assert.True(Connects(IPAddress.Loopback, port));
            Assert.True(Connects(OwnAddress(), port));
        }
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"http://127.0.0.1:{ports.Main}/nacos/v1/cs/configs?dataId=none&group=G");
        Assert.Equal(open ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, answer.StatusCode);
        await host.WaitForLineAsync(open ? "Authorization is off" : "There is no administrator yet"); // may come after the start
    }

    [Fact]
    public async Task PropertiesFileOfNacos_Starts()
    {
        using var ports = NodePorts.Reserve();
        using var conf = new ConfFolder();
        conf.Write("application.properties", NacosFiles.Nacos3.Replace("main.port=8848", $"main.port={ports.Main}", StringComparison.Ordinal)
            .Replace("console.port=8080", $"console.port={ports.Console}", StringComparison.Ordinal));
        await using var host = HostProcess.Start("--conf", conf.Path);
        await host.WaitForLineAsync(Ready);

        Assert.Equal("true", await PublishAsync(ports.Main));
    }

    [Fact]
    public async Task ConfFolderOfTheWorkingFolder_IsRead()
    {
        using var ports = NodePorts.Reserve();
        await using var first = HostProcess.Start("--version");
        await first.EndAsync();
        Directory.CreateDirectory(Path.Combine(first.Folder, "conf"));
        await File.WriteAllTextAsync(Path.Combine(first.Folder, "conf", "application.yml"), "nacos.server.main.port: wrong\n");

        await using var host = HostProcess.Start([], [], first.Folder);

        Assert.Equal(1, await host.EndAsync());
        Assert.Contains("application.yml:1", Assert.Single(host.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_EndsInOrder_With0()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start(PortsOf(ports));
        await host.WaitForLineAsync(Ready);

        await host.SignalAsync("TERM");

        Assert.Equal(0, await host.EndAsync());
        Assert.Contains("Log closed", host.Lines[^1], StringComparison.Ordinal);
    }

    /// <summary>A request that does not end holds up the first SIGINT; the second does not wait for it.</summary>
    [Fact]
    public async Task SecondInterrupt_EndsAtOnce_AndStillRemovesTheDevFolder()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start(["--dev", .. PortsOf(ports), "--batata.stop-timeout=600"]);
        await host.WaitForLineAsync(Ready);
        using var half = await HalfRequestAsync(ports.Main);

        await host.SignalAsync("INT");
        await host.WaitForLineAsync("SIGINT: stopping");
        await host.SignalAsync("INT");

        Assert.Equal(130, await host.EndAsync());
        Assert.Empty(Directory.GetFileSystemEntries(host.Folder));
    }

    [Fact]
    public async Task StopTimeout_CutsOffWhatDoesNotEnd()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start(["--dev", .. PortsOf(ports), "--batata.stop-timeout=1"]);
        await host.WaitForLineAsync(Ready);
        using var half = await HalfRequestAsync(ports.Main);

        await host.SignalAsync("TERM");

        Assert.Equal(0, await host.EndAsync());
    }

    [Fact]
    public async Task Deployment_Server_HasNoConsolePort()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start(["--dev", .. PortsOf(ports), "--nacos.deployment.type=server"]);
        await host.WaitForLineAsync(Ready);

        Assert.True(Connects(IPAddress.Loopback, ports.Main));
        Assert.False(Connects(IPAddress.Loopback, ports.Console));
    }

    private static string[] PortsOf(NodePorts ports) => [$"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}"];

    private static async Task<string> PublishAsync(int port)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["dataId"] = "a", ["group"] = "g", ["content"] = "c" });
        using var answer = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/nacos/v1/cs/configs"), form);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A form whose body never comes, on a connection that the server has begun to read.</summary>
    private static async Task<Socket> HalfRequestAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync("POST /nacos/v1/cs/configs HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"u8.ToArray());
        await socket.ReceiveAsync(new byte[256]); // 100 Continue: the body is being waited for
        return socket;
    }

    private static bool Connects(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IPAddress OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
        .Select(static entry => entry.Address)
        .FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        ?? IPAddress.Parse("127.0.0.2"); // without a network: an address that only a listener on all of them answers
}
