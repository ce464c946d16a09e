using System.Globalization;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Grpc.Core;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>
/// Providers of one service that live all the time. Over gRPC: a connection with a question a second, and when it breaks another one, to the next node, on which it
/// registers again, as an SDK does. Over HTTP: a beat a second, and the next node when there is no answer.
/// </summary>
internal sealed class NamingClients(ClusterNodes cluster, string service, Random random) : ILoad, IAsyncDisposable
{
    public const string Group = HttpConfigClient.Group;
    private const int OfANode = 2;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3); // the SDKs'

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly Workers _workers = new();
    private readonly List<NacosGrpcClient?> _connections = [];

    public IReadOnlyList<LiveInstance> Instances { get; private set; } = [];

    public async Task StartAsync()
    {
        var instances = new List<LiveInstance>();
        for (var i = 0; i < cluster.Nodes.Count * OfANode; i++)
        {
            var (streaming, beating) = (new LiveInstance($"10.1.0.{i + 1}:1"), new LiveInstance($"10.2.0.{i + 1}:2"));
            instances.Add(streaming);
            instances.Add(beating);
            var (connection, at, turns) = (_connections.Count, i % cluster.Nodes.Count, i % cluster.Nodes.Count);
            _connections.Add(null);
            _workers.Start(async _ => at = await StreamTurnAsync(connection, streaming, at), random, Pace);
            _workers.Start(async end => turns = await BeatTurnAsync(beating, turns, end), random, Pace);
        }
        Instances = instances;
        await Wait.UntilAsync(() => instances.TrueForAll(static one => one.KnownBefore(long.MaxValue)), "all instances to be registered");
    }

    public Task StopAsync() => _workers.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            if (connection is not null) await connection.DisposeAsync();
        }
        _http.Dispose();
        _workers.Dispose();
    }

    /// <returns>The node for the next turn.</returns>
    private async Task<int> StreamTurnAsync(int connection, LiveInstance instance, int at)
    {
        try
        {
            if (_connections[connection] is { StreamEnd.IsCompleted: false } client)
            {
                if ((await client.RequestAsync("HealthCheckRequest", "{}").WaitAsync(Patience)).Type == "HealthCheckResponse") return at;
            }
            else if (_connections[connection] is null)
            {
                var node = cluster[at];
                var made = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "naming", host: node.Host).WaitAsync(Patience);
                _connections[connection] = made;
                var parts = instance.Address.Split(':');
                var answer = await made.RequestAsync("InstanceRequest", JsonSerializer.Serialize(new
                {
                    @namespace = "public", groupName = Group, serviceName = service, type = "registerInstance",
                    instance = new { ip = parts[0], port = int.Parse(parts[1], CultureInfo.InvariantCulture), ephemeral = true },
                })).WaitAsync(Patience);
                if (answer.Ok)
                {
                    instance.Registered(at);
                    return at;
                }
            }
        }
        catch (Exception e) when (e is RpcException or TimeoutException or IOException or HttpRequestException)
        {
            // as an answer that says no
        }
        instance.Lost();
        if (_connections[connection] is { } broken)
        {
            _connections[connection] = null;
            await broken.DisposeAsync();
        }
        return (at + 1) % cluster.Nodes.Count;
    }

    /// <returns>The node for the next turn.</returns>
    private async Task<int> BeatTurnAsync(LiveInstance instance, int at, CancellationToken end)
    {
        var parts = instance.Address.Split(':');
        var which = $"serviceName={Group}%40%40{service}&ip={parts[0]}&port={parts[1]}&ephemeral=true";
        try
        {
            if (!instance.KnownBefore(long.MaxValue))
            {
                await AskAsync(HttpMethod.Post, at, "/v1/ns/instance?" + which, end);
                instance.Registered(at);
                return at;
            }
            using var answer = JsonDocument.Parse(await AskAsync(HttpMethod.Put, at, "/v1/ns/instance/beat?" + which, end));
            if (answer.RootElement.GetProperty("code").GetInt32() == 20404)
            {
                instance.Lost();
                await AskAsync(HttpMethod.Post, at, "/v1/ns/instance?" + which, end);
            }
            var now = System.Diagnostics.Stopwatch.GetTimestamp();
            if (!instance.StayedOn(at, now, now))
            {
                instance.Lost();
                instance.Registered(at);
            }
            return at;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            // as none
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // none in time
        }
        instance.Lost();
        return (at + 1) % cluster.Nodes.Count;
    }

    private async Task<string> AskAsync(HttpMethod method, int at, string path, CancellationToken end)
    {
        using var request = new HttpRequestMessage(method, cluster[at].Nacos + path);
        using var answer = await _http.SendAsync(request, end);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(end);
    }
}
