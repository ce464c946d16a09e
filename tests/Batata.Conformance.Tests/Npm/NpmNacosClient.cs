using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Npm;

/// <summary>The npm package <c>nacos</c> in a process of its own, steered over lines of JSON (<c>clients/npm-nacos/driver.js</c>).</summary>
internal sealed class NpmNacosClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly NodePorts _port = NodePorts.Reserve();
    private readonly string _cache = Directory.CreateTempSubdirectory("batata-npm-").FullName;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string?>> _calls = new();
    private readonly ConcurrentQueue<(string Key, string? Content)> _pushed = new();
    private readonly NodeLog _complaints = new();
    private int _lastCall;

    /// <param name="node">Where it is told to connect; a fresh client knows nothing of what an earlier one cached.</param>
    public NpmNacosClient(NodeProcess node, string namespaceId = "")
    {
        var folder = Path.Combine(NodeProgram.RepositoryRoot, "tests", "conformance", "clients", "npm-nacos");
        var start = new ProcessStartInfo("node", ["driver.js", $"127.0.0.1:{node.Ports.Main}", _cache, namespaceId])
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

    public Task PublishAsync(string dataId, string content) => CallAsync("publish", dataId, content);

    public Task<string?> GetAsync(string dataId) => CallAsync("get", dataId);

    public Task RemoveAsync(string dataId) => CallAsync("remove", dataId);

    public Task SubscribeAsync(string dataId) => CallAsync("subscribe", dataId);

    public Task UnsubscribeAsync(string dataId) => CallAsync("unsubscribe", dataId);

    /// <summary>What the listener of a dataId was given so far.</summary>
    public IReadOnlyList<string?> Pushed(string dataId) => [.. _pushed.Where(p => p.Key == dataId + "@g").Select(static p => p.Content)];

    /// <summary>Waits until the listener was given this content last. The limit is well below the time a long poll is held: what arrives was pushed.</summary>
    public async Task PushedAsync(string dataId, string? content, TimeSpan? patience = null)
    {
        try
        {
            await Wait.UntilAsync(() => Pushed(dataId) is { Count: > 0 } all && all[^1] == content, $"{dataId} to be pushed", patience ?? TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Pushed: {string.Join(" | ", Pushed(dataId))}. The client said:\n{_complaints}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _port.Dispose();
        Directory.Delete(_cache, recursive: true);
    }

    private async Task<string?> CallAsync(string operation, string dataId, string? content = null)
    {
        var id = Interlocked.Increment(ref _lastCall);
        var done = _calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = new JsonObject { ["id"] = id, ["op"] = operation, ["dataId"] = dataId, ["group"] = "g", ["content"] = content };
        await _process.StandardInput.WriteLineAsync(call.ToJsonString());
        await _process.StandardInput.FlushAsync();
        try
        {
            return await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{operation} of {dataId} was not answered. The client said:\n{_complaints}");
        }
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
