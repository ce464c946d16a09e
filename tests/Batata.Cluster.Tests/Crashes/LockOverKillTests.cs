using System.Collections.Concurrent;
using System.Text.Json;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Grpc.Core;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>A lock whose holder was told so has no second holder, whatever happens to the server.</summary>
public sealed class LockOverKillTests
{
    private const int Clients = 4;
    private const int InFlight = 8;

    [Fact]
    public async Task ServerKilledWhileManyAcquire_EveryAcknowledgedLockIsStillHeld()
    {
        await using var node = await NodeProcess.StartNewAsync();
        var held = new ConcurrentBag<string>();
        var released = new ConcurrentBag<string>();
        for (var round = 0; round < 2; round++)
        {
            await AcquireUntilKilledAsync(node, round, held, released);
            await node.StartAsync();
            await using var client = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "lock");
            foreach (var key in held) Assert.False(await AskAsync(client, key, "ACQUIRE"), $"{key} has two holders");
            foreach (var key in released) Assert.False(await AskAsync(client, key, "RELEASE"), $"{key} was given back, and is held");
        }
        Assert.NotEmpty(held);
        Assert.NotEmpty(released);
    }

    /// <summary>Each key is asked for by all clients at once; every third lock is given back again.</summary>
    private static async Task AcquireUntilKilledAsync(NodeProcess node, int round, ConcurrentBag<string> held, ConcurrentBag<string> released)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "lock")));
        var winners = new ConcurrentDictionary<string, int>();
        var working = clients.SelectMany(client => Enumerable.Range(0, InFlight).Select(lane => WorkAsync(client, lane))).ToList();
        var enough = held.Count + 300;
        while (held.Count < enough) await Task.Yield();
        await node.KillAsync();
        await Task.WhenAll(working);
        foreach (var client in clients) await client.DisposeAsync();
        Assert.All(winners, static winner => Assert.Equal(1, winner.Value));

        async Task WorkAsync(NacosGrpcClient client, int lane)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    var key = $"{round}-{lane}-{i}";
                    if (!await AskAsync(client, key, "ACQUIRE")) continue;
                    winners.AddOrUpdate(key, 1, static (_, count) => count + 1);
                    if (i % 3 != 0) held.Add(key);
                    else if (await AskAsync(client, $"{key}-back", "ACQUIRE") && await AskAsync(client, $"{key}-back", "RELEASE")) released.Add($"{key}-back");
                }
            }
            catch (RpcException)
            {
                // it is dead
            }
        }
    }

    private static async Task<bool> AskAsync(NacosGrpcClient client, string key, string operation)
    {
        var answer = await client.RequestAsync("LockOperationRequest", JsonSerializer.Serialize(
            new { lockInstance = new { key, expiredTime = 1_800_000, lockType = "NACOS_LOCK" }, lockOperationEnum = operation }));
        Assert.True(answer.Ok, answer.ToString());
        return answer.Json.GetProperty("result").GetBoolean();
    }
}
