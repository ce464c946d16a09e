using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Npm;

/// <summary>A client of the npm package <c>nacos</c> in a process of its own, steered over lines of JSON (<c>clients/npm-nacos</c>).</summary>
internal sealed class NpmDriver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly NodePorts _port = NodePorts.Reserve();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string?>> _calls = new();
    private readonly ConcurrentQueue<(string Key, string? Content)> _pushed = new();
    private readonly NodeLog _complaints = new();
    private int _lastCall;

    public NpmDriver(params IEnumerable<string> scriptAndArguments)
    {
        var folder = Path.Combine(NodeProgram.RepositoryRoot, "tests", "conformance", "clients", "npm-nacos");
        var start = new ProcessStartInfo("node", scriptAndArguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The processes of one machine that find each other on this port share one client, whatever their options say.
        start.Environment["NODE_CLUSTER_CLIENT_PORT"] = _port.Main.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) => _complaints.Add(e.Data);
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>What the client said beside its answers.</summary>
    public NodeLog Complaints => _complaints;

    /// <summary>What a listener was given so far.</summary>
    public IReadOnlyList<string?> Pushed(string key) => [.. _pushed.Where(p => p.Key == key).Select(static p => p.Content)];

    /// <param name="call">With <c>op</c> and what that needs.</param>
    public async Task<string?> CallAsync(JsonObject call)
    {
        var id = Interlocked.Increment(ref _lastCall);
        var done = _calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        call["id"] = id;
        await _process.StandardInput.WriteLineAsync(call.ToJsonString());
        await _process.StandardInput.FlushAsync();
        try
        {
            return await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{call.ToJsonString()} was not answered. The client said:\n{_complaints}");
        }
    }

    /// <summary>SIGKILL: it says goodbye to nobody.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _port.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null || !line.StartsWith('{'))
        {
            _complaints.Add(line); // the package writes its own log to the same place
            return;
        }

        using var json = JsonDocument.Parse(line);
        var said = json.RootElement;
        if (said.TryGetProperty("pushed", out var key))
            _pushed.Enqueue((key.GetString()!, said.GetProperty("content").GetString()));
        else if (said.TryGetProperty("complaint", out var complaint))
            _complaints.Add(complaint.GetString());
        else if (_calls.TryRemove(said.GetProperty("id").GetInt32(), out var call))
            Finish(call, said);
    }

    private static void Finish(TaskCompletionSource<string?> call, JsonElement said)
    {
        if (said.TryGetProperty("error", out var error))
            call.SetException(new InvalidOperationException(error.GetString()));
        else
            call.SetResult(said.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String ? result.GetString() : null);
    }
}
