using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Batata.Domain.Agents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// A program's exit code: 0 passes, 1 warns, all else is critical. It leads a process group of its own, which ends with the deadline: what it forked goes with
/// it. Off unless <c>batata.consul.enable-script-checks</c> says otherwise, also for what was registered before. Protocol source: Consul <c>CheckMonitor</c>.
/// </summary>
internal sealed partial class ScriptProbe(IOptions<AgentCheckOptions> options, ILogger<ScriptProbe> logger) : ICheckProbe
{
    /// <summary>After a kill the pipes are closed by it, unless something left the group: then nobody waits for them.</summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(1);

    public string Kind => "script";

    public TimeSpan DefaultTimeout => TimeSpan.FromSeconds(30);

    public CheckLaneKind Lane => CheckLaneKind.Script;

    public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
    {
        if (!options.Value.RunsScripts) return CheckResult.Critical("Scripts are disabled on this agent; to enable, configure 'batata.consul.enable-script-checks' to true");
        if (ProcessGroup.Problem(check.ScriptArgs[0]) is { } missing) return CheckResult.Critical(missing);
        var output = new OutputTail(check.OutputBytes);
        using var process = new Process { StartInfo = ProcessGroup.StartInfo(check.ScriptArgs) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return CheckResult.Critical($"fork/exec {check.ScriptArgs[0]}: {e.Message}");
        }
        process.StandardInput.Close();
        var ended = Task.WhenAll(
            CopyAsync(process.StandardOutput.BaseStream, output), CopyAsync(process.StandardError.BaseStream, output), process.WaitForExitAsync(CancellationToken.None));
        try
        {
            await ended.WaitAsync(deadline);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process, ended, check.ScriptArgs[0]);
            var text = TextOf(output);
            return CheckResult.Critical($"Timed out ({GoErrors.Duration(timeout)}) running check{(text.Length > 0 ? "\n\n" + text : "")}");
        }
        return process.ExitCode switch
        {
            0 => CheckResult.Passing(TextOf(output)),
            1 => CheckResult.Warning(TextOf(output)),
            _ => CheckResult.Critical(TextOf(output)),
        };
    }

    private async Task KillAsync(Process process, Task ended, string name)
    {
        ProcessGroup.Kill(process);
        try
        {
            await ended.WaitAsync(AfterKill);
        }
        catch (TimeoutException)
        {
            LogLeft(name);
        }
    }

    private static async Task CopyAsync(Stream from, OutputTail to)
    {
        var buffer = new byte[1_024];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var read) to.Write(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone.
        }
    }

    private static string TextOf(OutputTail output) => output.Written > output.Size
        ? string.Create(CultureInfo.InvariantCulture, $"Captured {output.Size} of {output.Written} bytes\n...\n{output}")
        : output.ToString();

    [LoggerMessage(EventId = 3411, Level = LogLevel.Warning, Message = "The script check {Name} was ended, but something that it started holds its output: it left the process group")]
    private partial void LogLeft(string name);
}
