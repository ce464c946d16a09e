using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Batata.Load.Drivers;

namespace Batata.Load.Servers;

/// <summary>A process that this run started, up and answering.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private Server(string name, Process process, int port, int grpcPort)
    {
        (Name, _process) = (name, process);
        (Http, Grpc) = (new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(IPAddress.Loopback, grpcPort));
    }

    public string Name { get; }

    public IPEndPoint Http { get; }

    public IPEndPoint Grpc { get; }

    /// <summary>From before the process was created to the last byte of its first answer to a config GET, be it 200 or 404.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static async Task<Server> StartAsync(
        string name, string program, string[] arguments, int port, int grpcPort, string workFolder, CancellationToken cancellationToken)
    {
        if (await AnswersAsync(port, cancellationToken)) throw new LoadException($"Port {port} is taken; choose another with --port.");
        var logFile = Path.Combine(workFolder, $"{name}.log");
        // Through a shell, so that what the server writes goes to a file without a reader in this process; exec keeps the pid.
        var info = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", logFile, program, .. arguments])
        {
            WorkingDirectory = workFolder,
        };
        var since = Stopwatch.GetTimestamp();
        var server = new Server(name, Process.Start(info)!, port, grpcPort);
        try
        {
            while (!await AnswersAsync(port, cancellationToken))
            {
                if (server._process.HasExited || Stopwatch.GetElapsedTime(since) > StartLimit)
                    throw new LoadException($"{name} did not answer. Its output:\n{await File.ReadAllTextAsync(logFile, cancellationToken)}");
                await Task.Delay(2, cancellationToken);
            }
            server.StartedIn = Stopwatch.GetElapsedTime(since);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Of all its threads since it was started, in user and kernel mode.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now, in bytes (VmRSS).</summary>
    public async Task<long> ResidentBytesAsync(CancellationToken cancellationToken)
    {
        foreach (var line in await File.ReadAllLinesAsync($"/proc/{_process.Id}/status", cancellationToken))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                return 1024 * long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }
        throw new LoadException($"{Name} has no VmRSS: it has ended.");
    }

    /// <summary>Asks it to stop, and ends it when it does not within 20 s.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
                await term.WaitForExitAsync();
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine($"{Name} did not stop in {StopLimit.TotalSeconds} s; killed.");
                _process.Kill();
            }
        }
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await HttpConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            var answer = await connection.SendAsync(HttpRequests.Get("hot"), cancellationToken);
            return answer.Status is 200 or 404;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
