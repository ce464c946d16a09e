using System.Collections.Concurrent;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Looks all the time whether instances are listed, once each, on some nodes, and remembers each time that they were not.</summary>
internal sealed class SteadyList : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _missed = new();
    private readonly Task _looking;
    private int _looks;

    public SteadyList(IReadOnlyList<NodeProcess> nodes, params string[] ports) => _looking = Task.WhenAll(nodes.Select(node => LookAsync(node, ports)));

    /// <summary>Fails when something was missing at any time.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _looking;
        Assert.True(_looks > 10, "hardly anybody looked");
        Assert.True(_missed.IsEmpty, string.Join('\n', _missed.Take(20)));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task LookAsync(NodeProcess node, string[] ports)
    {
        while (!_end.IsCancellationRequested)
        {
            var seen = await Providers.ListAsync(node);
            Interlocked.Increment(ref _looks);
            var listed = seen.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!Array.TrueForAll(ports, port => listed.Count(one => one == port) == 1)) _missed.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} node {node.Ports.Main}: \"{seen}\"");
            await Task.Delay(20); // the pace of the looking
        }
    }
}
