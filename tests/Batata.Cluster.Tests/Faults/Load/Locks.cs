using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Batata.Cluster.Tests.Faults.Checks;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Grpc.Core;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>Clients of every node that want the same few locks, with leases longer than any fault.</summary>
internal sealed class Locks(ClusterNodes cluster, string prefix, Random random) : ILoad, IAsyncDisposable
{
    private const int Keys = 3;
    private const int LeaseMs = 1_800_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly List<GrpcSeat> _seats = [.. cluster.Nodes.Select(static node => new GrpcSeat(node, "lock"))];
    private readonly Workers _workers = new();
    private readonly ConcurrentQueue<Operation<MutualExclusion.Call>>[] _histories = [.. Enumerable.Range(0, Keys).Select(static _ => new ConcurrentQueue<Operation<MutualExclusion.Call>>())];

    public int Held => _histories.Sum(static history => history.Count(static operation => operation is { Returned: not null, Call: { Acquire: true, Taken: true } }));

    public Task StartAsync()
    {
        for (var i = 0; i < _seats.Count; i++)
        {
            var (seat, who, own) = (_seats[i], cluster[i].Address, new Random(random.Next()));
            var refusals = new int[Keys];
            _workers.Start(_ => TurnAsync(seat, who, own, refusals), random, Pace);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync() => _workers.StopAsync();

    public IEnumerable<string> Judge()
    {
        for (var key = 0; key < Keys; key++)
        {
            if (Linearizability.Check(new MutualExclusion(), false, [.. _histories[key]]) is { } problem) yield return $"lock {NameOf(key)} is none: {problem}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in _seats) await seat.DisposeAsync();
        _workers.Dispose();
    }

    /// <summary>Takes one and gives it back; one that is always refused (its holder may never have heard that it has it) is given back by force.</summary>
    private async Task TurnAsync(GrpcSeat seat, string who, Random own, int[] refusals)
    {
        if (await seat.SitAsync() is not { } sat) return;
        var key = own.Next(Keys);
        var acquired = await AskAsync(sat.Client, key, who, acquire: true);
        if (acquired is null) await seat.LeaveAsync();
        if (acquired is false && ++refusals[key] < 10) return;
        if (acquired is null) return;
        refusals[key] = 0;
        if (await AskAsync(sat.Client, key, who, acquire: false) is null) await seat.LeaveAsync();
    }

    /// <returns>Null when nobody knows.</returns>
    private async Task<bool?> AskAsync(NacosGrpcClient client, int key, string who, bool acquire)
    {
        var invoked = Stopwatch.GetTimestamp();
        try
        {
            var answer = await client.RequestAsync("LockOperationRequest", JsonSerializer.Serialize(
                new { lockInstance = new { key = NameOf(key), expiredTime = LeaseMs, lockType = "NACOS_LOCK" }, lockOperationEnum = acquire ? "ACQUIRE" : "RELEASE" }));
            if (answer.Ok)
            {
                var taken = answer.Json.GetProperty("result").GetBoolean();
                _histories[key].Enqueue(new(new(acquire, taken, who), invoked, Stopwatch.GetTimestamp()));
                return taken;
            }
        }
        catch (RpcException)
        {
            // as an answer that says it failed: it may have been done
        }
        _histories[key].Enqueue(new(new(acquire, true, who), invoked, null));
        return null;
    }

    private string NameOf(int key) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.lock.{key}");
}
