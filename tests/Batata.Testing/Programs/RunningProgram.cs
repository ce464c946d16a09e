using System.Diagnostics;

namespace Batata.Testing.Programs;

/// <summary>A program that runs beside the test until it is killed. It writes into a file: what it leaves behind would keep a pipe open.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private const int LogLength = 20_000;
    private readonly Process _process;

    private readonly string _log;

    private RunningProgram(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>What it wrote, or the end of that.</summary>
    public string Log
    {
        get
        {
            var text = File.Exists(_log) ? File.ReadAllText(_log) : "";
            return text.Length > LogLength ? text[^LogLength..] : text;
        }
    }

    public bool IsRunning => !_process.HasExited;

    /// <param name="user">Whom it runs as when the tests run as root; some programs refuse to be root.</param>
    public static RunningProgram Start(string program, IEnumerable<string> arguments, string folder, string? user = null)
    {
        var isRoot = user is not null && Environment.IsPrivilegedProcess;
        List<string> command = isRoot ? ["setpriv", "--reuid", user!, "--regid", user!, "--clear-groups", program, .. arguments] : [program, .. arguments];
        var log = Path.Combine(Path.GetTempPath(), $"batata-program-{Guid.NewGuid():N}.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, .. command]) { WorkingDirectory = folder };
        if (isRoot) start.Environment["HOME"] = folder;
        return new RunningProgram(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), log);
    }

    /// <summary>SIGKILL, to its children as well; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        File.Delete(_log);
    }
}
