using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>
/// Clients that read a config from the nodes in turn. Who finds a node's port closed, or is told that it is starting or stopping (503), goes to the next, as SDKs and
/// load balancers do; any other answer, a connection that breaks under a request, and nobody left to ask are a failed read.
/// </summary>
internal sealed class Readers(ClusterNodes cluster, string dataId, Random random) : ILoad, IDisposable
{
    private const int Count = 6;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Workers _workers = new();
    private int _reads;
    private int _passedOn;

    public int Reads => _reads;

    /// <summary>Times that one went to the next node.</summary>
    public int PassedOn => _passedOn;

    public ConcurrentQueue<string> Failures { get; } = new();

    public async Task StartAsync()
    {
        for (var i = 0; i < Count; i++)
        {
            var at = i;
            _workers.Start(async _ => await ReadAsync(at++), random, Pace);
        }
        await Wait.UntilAsync(() => _reads > 0, "the first read");
    }

    public Task StopAsync() => _workers.StopAsync();

    public void Dispose()
    {
        _http.Dispose();
        _workers.Dispose();
    }

    private async Task ReadAsync(int first)
    {
        for (var i = 0; i < cluster.Nodes.Count; i++)
        {
            var node = cluster[(first + i) % cluster.Nodes.Count];
            try
            {
                using var answer = await _http.GetAsync(new Uri($"{node.Nacos}/v1/cs/configs?dataId={dataId}&group={HttpConfigClient.Group}"));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref _reads);
                    return;
                }
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    Failures.Enqueue($"{(int)answer.StatusCode} of {node.Address}: {await answer.Content.ReadAsStringAsync()}");
                    return;
                }
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                // the next one
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                Failures.Enqueue($"{node.Address}: {e.Message} {e.InnerException?.Message}");
                return;
            }
            Interlocked.Increment(ref _passedOn);
        }
        Failures.Enqueue("no node was left to ask");
    }
}
