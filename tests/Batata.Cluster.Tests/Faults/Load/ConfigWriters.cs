using System.Net;
using Batata.Cluster.Tests.Crashes;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>Writers on every node, each with keys that nobody else writes. A key whose last write has an unknown outcome is left alone, for the next write would hide what became of it.</summary>
internal sealed class ConfigWriters(ClusterNodes cluster, IReadOnlyList<TrackedKey> keys, Random random) : ILoad, IDisposable
{
    public const int KeysOfAWriter = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);

    /// <summary>Longer than any fault and what the server may wait for: what is not answered by then hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<HttpConfigClient> _clients = [.. cluster.Nodes.Select(static node => new HttpConfigClient(node, Patience))];
    private readonly Workers _workers = new();
    private int _unknown;
    private int _refused;

    public int Unknown => _unknown;

    public int Refused => _refused;

    public Task StartAsync()
    {
        foreach (var (mine, i) in keys.Chunk(KeysOfAWriter).Select(static (mine, i) => (mine, i)))
        {
            var (client, own, left) = (_clients[i % _clients.Count], new Random(random.Next()), mine.ToList());
            _workers.Start(end => WriteAsync(client, left, own, end), random, Pace);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync() => _workers.StopAsync();

    public void Dispose()
    {
        _clients.ForEach(static client => client.Dispose());
        _workers.Dispose();
    }

    private async Task WriteAsync(HttpConfigClient client, List<TrackedKey> left, Random own, CancellationToken end)
    {
        if (left.Count == 0)
        {
            await Task.Delay(Timeout.Infinite, end);
            return;
        }
        var key = left[own.Next(left.Count)];
        try
        {
            await key.WriteNextAsync(client, own, CancellationToken.None);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable || (e.HttpRequestError == HttpRequestError.ConnectionError && !key.LastIsRemoval))
        {
            // Nothing was written, says that; or there was no connection to ask on. A request without a body HttpClient sends again by itself when its
            // connection breaks, so that of a removal no connection may mean that it was asked for on the one before.
            key.Forget();
            Interlocked.Increment(ref _refused);
        }
        catch (HttpRequestException)
        {
            left.Remove(key);
            Interlocked.Increment(ref _unknown);
        }
    }
}
