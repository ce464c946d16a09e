using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Processes;

public sealed class CommandTests
{
    [Fact]
    public async Task Version_AsJson_IsOneDocument()
    {
        var (exitCode, lines) = await HostProcess.RunAsync("version", "--json");

        Assert.Equal(0, exitCode);
        using var version = JsonDocument.Parse(string.Concat(lines));
        Assert.NotEmpty(version.RootElement.GetProperty("batata").GetString()!);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("version", "--nonsense")]
    [InlineData("version", "nonsense")]
    public async Task NotUnderstood_EndsWith2_NamingTheWord(params string[] arguments)
    {
        var (exitCode, lines) = await HostProcess.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.All(lines, static line => Assert.StartsWith("batata: ", line, StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains("nonsense", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_OfACommand_NamesItsOptions()
    {
        var (exitCode, lines) = await HostProcess.RunAsync("version", "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains(lines, static line => line.Contains("--json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("run")]
    public async Task TheServer_StartsWithAndWithoutItsName(params string[] command)
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. command, "--dev", $"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}"]);

        await host.WaitForLineAsync("started successfully");
        await host.SignalAsync("TERM");

        Assert.Equal(0, await host.EndAsync());
    }
}
