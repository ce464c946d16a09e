using System.Diagnostics;
using Batata.Testing;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Host.Tests.Processes;

/// <summary>The built program with arguments of the test's own, in an empty working folder. Ends with the test.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private readonly bool _ownsFolder;

    private HostProcess(Process process, string folder, bool ownsFolder) => (_process, Folder, _ownsFolder) = (process, folder, ownsFolder);

    /// <summary>Working folder.</summary>
    public string Folder { get; }

    public int Id => _process.Id;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public static HostProcess Start(params string[] arguments) => Start([], arguments);

    /// <param name="environment">Name=value, instead of all that the test run itself has of settings.</param>
    /// <param name="workingFolder">Null for a new one, which goes with the process.</param>
    public static HostProcess Start(string[] environment, string[] arguments, string? workingFolder = null)
    {
        var folder = workingFolder ?? Directory.CreateTempSubdirectory("batata-host-").FullName;
        var start = new ProcessStartInfo(NodeProgram.Dotnet, [NodeProgram.HostDll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("NACOS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["TMPDIR"] = folder;
        start.Environment["BATATA_CONSUL_PORT"] = "0"; // one port for all nodes of a machine
        start.Environment["BATATA_CONSUL_DNS_PORT"] = "0";
        foreach (var pair in environment) start.Environment[pair[..pair.IndexOf('=', StringComparison.Ordinal)]] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var host = new HostProcess(Process.Start(start)!, folder, workingFolder is null);
        host._process.OutputDataReceived += host.Keep;
        host._process.ErrorDataReceived += host.Keep;
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> RunAsync(params string[] arguments)
    {
        await using var host = Start(arguments);
        return (await host.EndAsync(), host.Lines);
    }

    public Task WaitForLineAsync(string part) => Wait.UntilAsync(
        () => Lines.Any(line => line.Contains(part, StringComparison.Ordinal)) || (_process.HasExited ? throw new InvalidOperationException(Said) : false),
        $"a line with \"{part}\"", TimeSpan.FromSeconds(30));

    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <param name="signal">As kill(1) knows it, such as INT.</param>
    public async Task SignalAsync(string signal)
    {
        var sent = await ProgramRun.OfAsync("bash", ["-c", $"kill -{signal} {Id}"], TimeSpan.FromSeconds(10)); // the shell's own: slim systems have no other
        Assert.Equal(0, sent.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private string Said => string.Join('\n', Lines);

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is null) return;
        lock (_lines) _lines.Add(e.Data);
    }
}
