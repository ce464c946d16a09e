using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Batata.Testing.Nodes;

/// <summary>
/// The built server as a real process on free loopback ports with a data folder of its own. Can be killed and started again on the same data
/// and ports; disposing ends the process and removes what the harness made. For one test at a time.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private static readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly NodeSettings _settings;
    private readonly NodePorts _ports = NodePorts.Reserve();
    private readonly string? _ownFolder;
    private Process? _process;

    private NodeProcess(NodeSettings settings)
    {
        _settings = settings;
        _ownFolder = settings.DataFolder is null ? Directory.CreateTempSubdirectory("batata-node-").FullName : null;
        DataFolder = settings.DataFolder ?? Path.Combine(_ownFolder!, "data");
        AppDomain.CurrentDomain.ProcessExit += OnTestsExit;
    }

    public NodePorts Ports => _ports;

    public string DataFolder { get; }

    /// <summary>Where the node looks for the list of members.</summary>
    public string MemberListFile => Path.GetFullPath(Path.Combine(DataFolder, "..", "cluster.conf"));

    public NodeLog Log { get; } = new();

    /// <summary>Address and context path, without a slash at the end.</summary>
    public string Nacos => $"http://{Host}:{_ports.Main}/nacos";

    /// <summary>The API of Consul, without <c>/v1</c>.</summary>
    public string Consul => $"http://{Host}:{_ports.Consul}";

    public string Console => $"http://{Host}:{_ports.Console}";

    public string Host => _settings.Host;

    /// <summary>As the member list of a cluster names it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"{Host}:{_ports.Main}");

    /// <summary>Of the process that runs, or ran last.</summary>
    public int Id => _process?.Id ?? throw new InvalidOperationException("The node was never started.");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Of the last run; null while it runs. 128 and the number of the signal that ended it.</summary>
    public int? ExitCode => _process is { HasExited: true } process ? process.ExitCode : null;

    /// <summary>Takes ports and a folder, and starts nothing.</summary>
    public static NodeProcess Prepare(NodeSettings settings) => new(settings);

    /// <summary>Starts a node and waits until it is ready.</summary>
    public static async Task<NodeProcess> StartNewAsync(NodeSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var node = new NodeProcess(settings ?? new NodeSettings());
        try
        {
            await node.StartAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process on the data and ports that it had, and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not become ready in time; the message holds what it wrote.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        Launch();
        await WaitReadyAsync(cancellationToken);
    }

    /// <summary>Starts the process without waiting for anything.</summary>
    public void Launch()
    {
        if (IsRunning)
            throw new InvalidOperationException("The node runs already.");
        _process?.Dispose();
        var start = StartInfo();
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        Log.Attach(_process);
    }

    public async Task WaitReadyAsync(CancellationToken cancellationToken = default)
    {
        var until = Stopwatch.StartNew();
        var address = new Uri(Nacos + "/v1/console/health/readiness");
        while (true)
        {
            if (_process is not { HasExited: false })
                throw await EndedEarlyAsync();
            if (await AnswersOkAsync(address, cancellationToken))
                return;
            if (until.Elapsed > _settings.StartTimeout)
                throw new InvalidOperationException($"The node was not ready after {_settings.StartTimeout}:\n{Log}");
            await Task.Delay(10, cancellationToken);
        }
    }

    /// <summary>SIGKILL, to the launcher's children as well; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        if (!process.HasExited)
            process.Kill(entireProcessTree: _settings.Launcher.Count > 0);
        await process.WaitForExitAsync();
    }

    /// <summary>Memory that it has now, in bytes (VmRSS).</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process?.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>SIGSTOP: it keeps its ports and connections and does nothing.</summary>
    public void Pause() => Signals.Pause(_process?.Id ?? throw new InvalidOperationException("The node was never started."));

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signals.Resume(_process?.Id ?? throw new InvalidOperationException("The node was never started."));

    /// <summary>SIGTERM, as an init system does; returns the exit code.</summary>
    /// <exception cref="InvalidOperationException">It did not end in 30 s.</exception>
    public async Task<int> StopAsync(CancellationToken cancellationToken = default)
    {
        var process = _process ?? throw new InvalidOperationException("The node was never started.");
        Signals.Terminate(process.Id);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The node did not stop in 30 s:\n{Log}");
        }

        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnTestsExit;
        await KillAsync();
        _process?.Dispose();
        _ports.Dispose();
        if (_ownFolder is not null)
            Directory.Delete(_ownFolder, recursive: true);
    }

    private static async Task<bool> AnswersOkAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _probe.GetAsync(address, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // its machine is cut off or has better things to do
        }
    }

    private async Task<InvalidOperationException> EndedEarlyAsync()
    {
        if (_process is not { } process)
            return new InvalidOperationException("The node was never started.");
        await process.WaitForExitAsync(); // until its last words are read
        return new InvalidOperationException($"The node ended with {process.ExitCode} before it was ready:\n{Log}");
    }

    private ProcessStartInfo StartInfo()
    {
        Directory.CreateDirectory(DataFolder);
        var conf = Path.Combine(DataFolder, "..", $"application-{_ports.Main}.yml");
        if (!File.Exists(conf))
            File.WriteAllText(conf, "# Everything is on the command line.\n");
        List<string> command =
        [
            .. _settings.Launcher, NodeProgram.Dotnet, NodeProgram.HostDll, "--conf", conf, "--data", DataFolder, .. Properties(),
        ];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = DataFolder,
        };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        // Settings of the machine that runs the tests must not reach the node.
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
        return start;
    }

    private static bool IsSetting(string variable) =>
        variable.StartsWith("NACOS_", StringComparison.Ordinal) || variable.StartsWith("BATATA_", StringComparison.Ordinal)
        || variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal);

    private IEnumerable<string> Properties()
    {
        var properties = new Dictionary<string, string>
        {
            ["nacos.server.main.port"] = _ports.Main.ToString(CultureInfo.InvariantCulture),
            ["nacos.console.port"] = _ports.Console.ToString(CultureInfo.InvariantCulture),
            ["batata.consul.port"] = _ports.Consul.ToString(CultureInfo.InvariantCulture),
            ["batata.consul.dns.port"] = _ports.Dns.ToString(CultureInfo.InvariantCulture),
            ["nacos.core.auth.enabled"] = "false",
        };
        foreach (var (key, value) in _settings.Properties)
            properties[key] = value;
        return properties.Select(static p => $"--{p.Key}={p.Value}");
    }

    // Tests that are ended from outside still leave no server behind.
    private void OnTestsExit(object? sender, EventArgs e)
    {
        if (IsRunning)
            _process!.Kill(entireProcessTree: true);
    }
}
