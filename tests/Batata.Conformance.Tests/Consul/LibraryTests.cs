using System.Globalization;
using Batata.Conformance.Tests.Recordings;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Consul;

/// <summary>The npm package <c>consul</c> and Debian's <c>python3-consul</c>, each with a program of checks of its own (<c>tests/conformance/clients</c>).</summary>
public sealed class LibraryTests(ConsulNode shared) : IClassFixture<ConsulNode>
{
    // Debian's Python: the one that Debian's package is installed for.
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData("kv")]
    [InlineData("watch")]
    [InlineData("discovery")]
    [InlineData("catalog")]
    [InlineData("health")]
    [InlineData("txn")]
    [InlineData("session")]
    [InlineData("lock")]
    [InlineData("agent")]
    [InlineData("event")]
    [InlineData("status")]
    public Task NpmConsul_FindsWhatItExpects(string area) => PlayAsync("node", "npm-consul/checks.js", area);

    [Theory]
    [InlineData("kv")]
    [InlineData("session")]
    [InlineData("catalog")]
    [InlineData("health")]
    [InlineData("agent")]
    [InlineData("event")]
    [InlineData("status")]
    public Task PythonConsul_FindsWhatItExpects(string area) => PlayAsync(Python, "python-consul/checks.py", area);

    private async Task PlayAsync(string program, string script, string area)
    {
        var run = await ProgramRun.OfAsync(
            program, [Path.Combine(Recording.Folder, "clients", script), shared.Node.Host, shared.Node.Ports.Consul.ToString(CultureInfo.InvariantCulture), area], patience: TimeSpan.FromMinutes(2));
        Assert.True(run.ExitCode == 0 && run.Output.Contains("ok ", StringComparison.Ordinal), $"{run.Output}\n\n{shared.Node.Log}");
    }
}
