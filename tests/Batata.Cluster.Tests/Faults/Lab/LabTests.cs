using System.Diagnostics;
using System.Globalization;
using Batata.Cluster.Tests.Several;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>What the laboratory is told to break is broken, and nothing else.</summary>
[Collection(SeveralNodes.Name)]
public sealed class LabTests
{
    private const int Port = 9000;

    [Fact]
    public async Task Machine_ThatIsDeaf_HearsNothing_AndIsHeard()
    {
        using var network = new LabNetwork(LabName.Next(), 2);
        Assert.Equal("10", await SayAsync(network, 0, 1, "10"));
        network.Deafen(to: 1, from: 0);
        Assert.Equal("", await SayAsync(network, 0, 1, "11"));
        Assert.Equal("12", await SayAsync(network, 1, 0, "12"));
        network.Heal();
        Assert.Equal("13", await SayAsync(network, 0, 1, "13"));
        network.CutFromPeers(0);
        Assert.Equal("", await SayAsync(network, 0, 1, "14"));
        Assert.Equal("", await SayAsync(network, 1, 0, "15"));
        network.Heal();
        network.Unplug(0);
        Assert.Equal("", await SayAsync(network, 1, 0, "16"));
        network.Heal();
        Assert.Equal("17", await SayAsync(network, 1, 0, "17"));
    }

    [Fact]
    public async Task SlowLinks_TakeTheirTime_UntilTheyAreUndone()
    {
        using var network = new LabNetwork(LabName.Next(), 2);
        using (new SlowLinks(network, TimeSpan.FromMilliseconds(150), TimeSpan.Zero, loss: 0, new Random(1)))
            Assert.True(await ConnectAsync(network) >= TimeSpan.FromMilliseconds(300), "a connection was made faster than two packets could be there");
        Assert.True(await ConnectAsync(network) < TimeSpan.FromMilliseconds(300), "the links are slow for good");
        using (new SlowLinks(network, TimeSpan.Zero, TimeSpan.Zero, loss: 1, new Random(1))) Assert.Equal("", await SayAsync(network, 0, 1, "lost"));
    }

    [Fact]
    public void Clock_ThatJumped_IsSeenByWhoStartsUnderIt()
    {
        var file = Path.GetTempFileName();
        var clock = new FakeClock(file);
        Assert.InRange(Year() - DateTime.UtcNow.Year, 0, 0);
        clock.Jump(TimeSpan.FromDays(3650));
        Assert.InRange(Year() - DateTime.UtcNow.Year, 9, 10);
        File.Delete(file);

        int Year() => int.Parse(Tool.Run(clock.Launcher[0], string.Join(' ', clock.Launcher.Skip(1)) + " date -u +%Y"), CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Leftovers_OfADeadProcess_AreRemoved_AndThoseOfALivingOneStay()
    {
        using var gone = Process.Start("true");
        gone.WaitForExit();
        var (dead, living) = ($"bt{gone.Id}x", $"bt{Environment.ProcessId}x");
        foreach (var name in (string[])[dead, living])
        {
            Tool.Run("ip", $"netns add {name}");
            _ = new SmallDisk(Path.Combine(Path.GetTempPath(), name, "disk"));
        }
        Leftovers.Remove();
        Assert.Equal([living], Tool.Run("ip", "-br netns list").Split('\n').Select(static line => line.Split(' ')[0]).Where(name => name == dead || name == living));
        Assert.False(Directory.Exists(Path.Combine(Path.GetTempPath(), dead)));
        Assert.True(Directory.Exists(Path.Combine(Path.GetTempPath(), living)));
        Leftovers.RemoveNamespace(living);
        Leftovers.RemoveFolder(Path.Combine(Path.GetTempPath(), living));
        Assert.DoesNotContain(living, File.ReadAllText("/proc/mounts"), StringComparison.Ordinal);
    }

    /// <summary>One datagram, which nobody repeats and nobody answers.</summary>
    /// <returns>What was heard.</returns>
    private static async Task<string> SayAsync(LabNetwork network, int from, int to, string what)
    {
        using var ear = Python(network, to, $"import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('',{Port})); s.settimeout(1.5); print('ready',flush=True); print(s.recv(99).decode())");
        Assert.Equal("ready", await ear.StandardOutput.ReadLineAsync());
        using var mouth = Python(network, from, $"import socket; socket.socket(socket.AF_INET,socket.SOCK_DGRAM).sendto(b'{what}',('{network.AddressOf(to)}',{Port}))");
        await mouth.WaitForExitAsync();
        var heard = await ear.StandardOutput.ReadToEndAsync();
        await ear.WaitForExitAsync();
        return heard.Trim();
    }

    private static async Task<TimeSpan> ConnectAsync(LabNetwork network)
    {
        using var server = Python(network, 1, $"import socket; s=socket.create_server(('',{Port})); print('ready',flush=True); s.accept()[0].close()");
        Assert.Equal("ready", await server.StandardOutput.ReadLineAsync());
        using var client = Python(network, 0, $"import socket,time; t=time.monotonic(); socket.create_connection(('{network.AddressOf(1)}',{Port})); print(time.monotonic()-t)");
        var took = await client.StandardOutput.ReadToEndAsync();
        await server.WaitForExitAsync();
        return TimeSpan.FromSeconds(double.Parse(took, CultureInfo.InvariantCulture));
    }

    private static Process Python(LabNetwork network, int machine, string program)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["netns", "exec", network.NamespaceOf(machine), "/usr/bin/python3", "-c", program]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
