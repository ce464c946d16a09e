using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Writers without a pause on some nodes, each with configs of its own; keep what was acknowledged, and what was not.</summary>
internal sealed class SteadyWriters(IReadOnlyList<NodeProcess> nodes) : IAsyncDisposable
{
    private const int WritersOfANode = 2;
    private const int KeysOfAWriter = 8;

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, (int Number, string Md5)> _acknowledged = new();
    private readonly List<Task> _running = [];
    private int _total;

    public int Total => Volatile.Read(ref _total);

    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>The newest acknowledged number of each config, and the md5 of its content.</summary>
    public Dictionary<string, (int Number, string Md5)> Acknowledged => new(_acknowledged);

    public static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    public static int NumberIn(ReadConfig read) => int.Parse(read.Content[..read.Content.IndexOf('|', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    public void Start()
    {
        for (var i = 0; i < nodes.Count * WritersOfANode; i++) _running.Add(WriteAsync(nodes[i % nodes.Count], $"steady.{i}"));
    }

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
    }

    private async Task WriteAsync(NodeProcess node, string prefix)
    {
        await Task.Yield();
        using var client = new HttpConfigClient(node);
        for (var number = 1; !_end.IsCancellationRequested; number++)
        {
            var dataId = $"{prefix}.{number % KeysOfAWriter}";
            var content = $"{number}|{new string('x', number * 37 % 500)}";
            try
            {
                await client.PublishAsync(dataId, content);
                _acknowledged[dataId] = (number, Md5(content));
                Interlocked.Increment(ref _total);
            }
            catch (HttpRequestException e)
            {
                Failures.Enqueue($"{dataId} {number} on {node.Address}: {e.Message}");
            }
        }
    }
}
