using System.Diagnostics;
using System.Globalization;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Agents.Checks;
using Batata.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Tests.Agents.Checks;

public sealed class ScriptProbeTests : IDisposable
{
    private readonly ScriptProbe _probe = Probe(runs: true);
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("echo all fine", CheckStatus.Passing, "all fine\n")]
    [InlineData("echo so so; exit 1", CheckStatus.Warning, "so so\n")]
    [InlineData("echo broken >&2; exit 2", CheckStatus.Critical, "broken\n")]
    [InlineData("for i in 1 2 3; do echo out; echo err >&2; done", CheckStatus.Passing, "out\nerr\nout\nerr\nout\nerr\n")]
    [InlineData("exit 255", CheckStatus.Critical, "")]
    [InlineData("kill -9 $$", CheckStatus.Critical, "")]
    [InlineData("cat", CheckStatus.Passing, "")]
    public async Task ExitCode_DecidesHealth(string script, string status, string output) =>
        Assert.Equal(new CheckResult(status, output), await RunAsync(script, Probes.Long));

    [Fact]
    public async Task HugeOutput_KeepsItsLastBytes_AndSaysSo()
    {
        var result = await RunAsync("head -c 1000000 /dev/zero | tr '\\0' a; printf 'the end'", Probes.Long);
        Assert.StartsWith("Captured 4096 of 1000007 bytes\n...\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("the end", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_EndsTheScript_AndWhatItForked()
    {
        // Two generations, in the background, one of them without its parent.
        var script = $"sh -c 'sleep 1000 & echo $! >> {_file}; sleep 1001 & echo $! >> {_file}; wait' & (sh -c 'sleep 1002 & echo $! >> {_file}') ; echo begun; wait; sleep 1003";
        using var stop = new CancellationTokenSource();
        var timeout = TimeSpan.FromMilliseconds(1_500);
        var run = _probe.RunAsync(Check(script), timeout, stop.Token);
        await Wait.UntilAsync(() => Pids().Length == 3, "what the script forks", TimeSpan.FromSeconds(30));
        Assert.All(Pids(), static pid => Assert.True(IsAlive(pid)));
        await stop.CancelAsync();
        Assert.Equal(CheckResult.Critical("Timed out (1.5s) running check\n\nbegun\n"), await run);
        await Wait.UntilAsync(() => Pids().All(static pid => !IsAlive(pid)), "the end of what it forked", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ChildThatHoldsTheOutput_KeepsTheCheckRunning_UntilItsDeadline()
    {
        var result = await RunAsync($"sleep 1000 & echo $! > {_file}; echo done; exit 0", TimeSpan.FromSeconds(2));
        Assert.Equal(CheckResult.Critical("Timed out (2s) running check\n\ndone\n"), result);
        await Wait.UntilAsync(() => Pids().All(static pid => !IsAlive(pid)), "the end of what it forked", TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("/no/such/program", "fork/exec /no/such/program: no such file or directory")]
    [InlineData("no-such-program", "exec: \"no-such-program\": executable file not found in $PATH")]
    [InlineData("/etc/passwd", "fork/exec /etc/passwd: permission denied")]
    [InlineData("", "fork/exec : no such file or directory")]
    public async Task ProgramThatCannotBeStarted_IsToldInGosWords(string program, string output) =>
        Assert.Equal(CheckResult.Critical(output), await _probe.RunAsync(new CheckDefinition { ScriptArgs = [program] }, Probes.Long));

    [Fact]
    public async Task WhenScriptsAreOff_NothingRuns()
    {
        var result = await Probe(runs: false).RunAsync(Check($"echo ran > {_file}"), Probes.Long);
        Assert.Equal(CheckStatus.Critical, result.Status);
        Assert.Empty(File.ReadAllText(_file));
    }

    public void Dispose() => File.Delete(_file);

    private Task<CheckResult> RunAsync(string script, TimeSpan timeout) => _probe.RunAsync(Check(script), timeout);

    private static CheckDefinition Check(string script) => new() { ScriptArgs = ["/bin/sh", "-c", script] };

    private static ScriptProbe Probe(bool runs) => new(Options.Create(new AgentCheckOptions { RunsScripts = runs }), NullLogger<ScriptProbe>.Instance);

    private int[] Pids() => [.. File.ReadAllLines(_file).Select(static line => int.Parse(line, CultureInfo.InvariantCulture))];

    /// <summary>A zombie that nobody has waited for yet is none.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }
}
