using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>A lock is one lock, whichever node is asked, and stays one when the leader dies.</summary>
[Collection(SeveralNodes.Name)]
public sealed class LockTests
{
    [Fact]
    public async Task Lock_HasOneHolderInTheWholeCluster()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var clients = await Task.WhenAll(cluster.Nodes.Select(static node => NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "lock")));
        for (var round = 0; round < 20; round++)
        {
            var won = await Task.WhenAll(clients.Concat(clients).Select(client => AskAsync(client, "raced", "ACQUIRE")));
            Assert.Single(won, static acquired => acquired);
            Assert.True(await AskAsync(clients[round % clients.Length], "raced", "RELEASE"));
        }

        // The end of a lease is seen by every node, and one of them is enough.
        Assert.True(await AskAsync(clients[0], "short", "ACQUIRE", leaseMs: 300));
        Assert.False(await AskAsync(clients[1], "short", "ACQUIRE"));
        await Wait.UntilAsync(async () => await AskAsync(clients[2], "short", "ACQUIRE"), "the end of the lease");
        Assert.False(await AskAsync(clients[0], "short", "ACQUIRE"));

        Assert.True(await AskAsync(clients[1], "kept", "ACQUIRE"));
        var leader = await cluster.LeaderAsync();
        await leader.KillAsync();
        var survivor = clients[cluster.Nodes.ToList().FindIndex(node => node != leader)];
        await Wait.UntilAsync(async () => (await TryAsync(survivor, "after", "ACQUIRE")).Ok, "another leader");
        Assert.False(await AskAsync(survivor, "kept", "ACQUIRE"));
        Assert.True(await AskAsync(survivor, "kept", "RELEASE"));
        foreach (var client in clients) await client.DisposeAsync();
    }

    private static async Task<bool> AskAsync(NacosGrpcClient client, string key, string operation, int leaseMs = 1_800_000)
    {
        var answer = await TryAsync(client, key, operation, leaseMs);
        Assert.True(answer.Ok, answer.ToString());
        return answer.Json.GetProperty("result").GetBoolean();
    }

    private static Task<SdkMessage> TryAsync(NacosGrpcClient client, string key, string operation, int leaseMs = 1_800_000) =>
        client.RequestAsync("LockOperationRequest", JsonSerializer.Serialize(
            new { lockInstance = new { key, expiredTime = leaseMs, lockType = "NACOS_LOCK" }, lockOperationEnum = operation }));
}
