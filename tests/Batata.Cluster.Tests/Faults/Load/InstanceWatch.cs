using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>Looks at one service on every node, some times a second, and finds for how long an instance that should be there was not.</summary>
internal sealed class InstanceWatch(ClusterNodes cluster, string service, NamingClients clients, Random random) : ILoad, IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Workers _workers = new();
    private readonly Dictionary<(int Node, LiveInstance Instance, bool Home), long> _missingSince = [];
    private readonly Lock _gate = new();
    private int _looks;

    /// <summary>Longest on a node where its client was registered all the time.</summary>
    public Absence AtHome { get; private set; } = Absence.None;

    /// <summary>Longest on any node that could be asked.</summary>
    public Absence Anywhere { get; private set; } = Absence.None;

    public int Looks => Volatile.Read(ref _looks);

    public async Task StartAsync()
    {
        for (var i = 0; i < cluster.Nodes.Count; i++)
        {
            var node = i;
            _workers.Start(end => LookAsync(node, end), random, Pace);
        }
        await Wait.UntilAsync(() => Looks > 0, "the first look at the service");
    }

    public Task StopAsync() => _workers.StopAsync();

    /// <returns>Addresses that the node shows.</returns>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<HashSet<string>> AskAsync(int node, CancellationToken end)
    {
        using var answer = await _http.GetAsync(new Uri($"{cluster[node].Nacos}/v1/ns/instance/list?serviceName={NamingClients.Group}%40%40{service}"), end);
        answer.EnsureSuccessStatusCode();
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(end));
        return [.. list.RootElement.GetProperty("hosts").EnumerateArray().Where(static host => host.GetProperty("healthy").GetBoolean()).Select(static host => $"{host.GetProperty("ip").GetString()}:{host.GetProperty("port").GetInt32()}")];
    }

    public void Dispose()
    {
        _http.Dispose();
        _workers.Dispose();
    }

    private async Task LookAsync(int node, CancellationToken end)
    {
        var began = Stopwatch.GetTimestamp();
        HashSet<string> shown;
        try
        {
            shown = await AskAsync(node, end);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or JsonException)
        {
            Forget(node); // who does not answer shows nothing wrong
            return;
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            Forget(node);
            return;
        }
        Judge(node, shown, began, Stopwatch.GetTimestamp());
        Interlocked.Increment(ref _looks);
    }

    private void Judge(int node, HashSet<string> shown, long began, long ended)
    {
        lock (_gate)
        {
            foreach (var instance in clients.Instances)
            {
                AtHome = AtHome.Or(Note(home: true, instance.StayedOn(node, began, ended)));
                Anywhere = Anywhere.Or(Note(home: false, instance.KnownBefore(began)));

                Absence Note(bool home, bool expected)
                {
                    var key = (node, instance, home);
                    if (!expected || shown.Contains(instance.Address))
                    {
                        _missingSince.Remove(key);
                        return Absence.None;
                    }
                    _missingSince.TryAdd(key, began);
                    return new Absence(Stopwatch.GetElapsedTime(_missingSince[key], ended), instance.Address, cluster[node].Address);
                }
            }
        }
    }

    private void Forget(int node)
    {
        lock (_gate)
        {
            foreach (var key in _missingSince.Keys.Where(key => key.Node == node).ToList()) _missingSince.Remove(key);
        }
    }
}

/// <summary>For how long an instance was not shown.</summary>
internal sealed record Absence(TimeSpan Length, string Instance, string Node)
{
    public static Absence None { get; } = new(TimeSpan.Zero, "", "");

    public Absence Or(Absence other) => other.Length > Length ? other : this;

    public override string ToString() => $"{Instance} was missing on {Node} for {Length.TotalSeconds:F1} s";
}
