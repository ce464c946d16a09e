using System.Globalization;
using Batata.Testing;
using Batata.Testing.Nodes;
using static Batata.Cluster.Tests.Several.Providers;

namespace Batata.Cluster.Tests.Several;

/// <summary>Ephemeral instances in a cluster: seen from every node, and there as long as their clients are, whatever happens to nodes.</summary>
[Collection(SeveralNodes.Name)]
public sealed class RegistryTests
{
    [Fact]
    public async Task Instance_OnOneNode_IsListedQueriedAndPushedOnAll()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        await using var subscriber = await ConnectAsync(cluster[1]);
        Assert.Equal("", Ports(await SubscribeAsync(subscriber)));
        await using (var provider = await ConnectAsync(cluster[0]))
        {
            await RegisterAsync(provider, 1);
            await PushedAsync(subscriber, "1");
            foreach (var node in cluster.Nodes) await SeesAsync(node, "1");
            await using var asking = await ConnectAsync(cluster[2]);
            Assert.Equal("1", Ports(await SubscribeAsync(asking)));
            await HttpAsync(cluster[2], HttpMethod.Post, "/v1/ns/instance", 2);
            await PushedAsync(subscriber, "1 2");
            foreach (var node in cluster.Nodes) await SeesAsync(node, "1 2");
        }
        await PushedAsync(subscriber, "2");
        await HttpAsync(cluster[0], HttpMethod.Delete, "/v1/ns/instance", 2); // not where it was registered
        foreach (var node in cluster.Nodes) await SeesAsync(node, "");
    }

    /// <summary>Killed, none of its clients may be missed by anybody for a moment, not even when the grace of the lost node is over.</summary>
    [Fact]
    public async Task OwnerKilled_ClientsThatGoToOtherNodes_AreNeverMissed_AndTheOthersAreDropped()
    {
        await using var cluster = await ClusterNodes.StartNewAsync(Grace(4_000));
        await using var before = await ConnectAsync(cluster[0]);
        await using var gone = await ConnectAsync(cluster[0]);
        await RegisterAsync(before, 1);
        await HttpAsync(cluster[0], HttpMethod.Post, "/v1/ns/instance", 2);
        await RegisterAsync(gone, 3);
        foreach (var node in cluster.Nodes) await SeesAsync(node, "1 2 3");
        await using var watch = new SteadyList([cluster[1], cluster[2]], "1", "2");
        await cluster[0].KillAsync();
        await using var after = await ConnectAsync(cluster[1]);
        await RegisterAsync(after, 1);
        Assert.True(await BeatAsync(cluster[2], 2)); // a light one: who does not know it would have to register again
        foreach (var node in cluster.Running) await SeesAsync(node, "1 2", TimeSpan.FromSeconds(40)); // 3 is over, and with it the grace
        await watch.EndAsync();
        await RegisterAsync(after, 1, type: "deregisterInstance");
        await HttpAsync(cluster[1], HttpMethod.Delete, "/v1/ns/instance", 2);
        foreach (var node in cluster.Running) await SeesAsync(node, "");
    }

    [Fact]
    public async Task NodeRestarted_KilledOrStopped_LosesNoInstanceOfAClientThatLives()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        await using var elsewhere = await ConnectAsync(cluster[1]);
        await RegisterAsync(elsewhere, 1);
        var mine = await ConnectAsync(cluster[0]);
        await RegisterAsync(mine, 2);
        foreach (var node in cluster.Nodes) await SeesAsync(node, "1 2");
        await using (var watch = new SteadyList([cluster[1], cluster[2]], "1", "2"))
        {
            foreach (var kill in (bool[])[true, false])
            {
                if (kill) await cluster[0].KillAsync();
                else Assert.Equal(0, await cluster[0].StopAsync());
                await mine.DisposeAsync();
                await cluster[0].StartAsync();
                Assert.Contains("1", await ListAsync(cluster[0]), StringComparison.Ordinal); // ready means that it knows what the others know
                mine = await ConnectAsync(cluster[0]); // a client that has no other node
                await RegisterAsync(mine, 2);
                await SeesAsync(cluster[0], "1 2");
            }
            await watch.EndAsync();
        }
        Assert.Contains("its clients look for another node", cluster[1].Log.ToString(), StringComparison.Ordinal); // said by the one that was stopped
        await mine.DisposeAsync();
        foreach (var node in cluster.Nodes) await SeesAsync(node, "1", TimeSpan.FromSeconds(40)); // the old lives of the node left nothing
    }

    [Fact]
    public async Task NodeThatSeesNobody_KeepsEverything_UntilItSeesOthersAgain()
    {
        await using var cluster = await ClusterNodes.StartNewAsync(Grace(1_000));
        await using var first = await ConnectAsync(cluster[0]);
        await RegisterAsync(first, 1);
        await HttpAsync(cluster[1], HttpMethod.Post, "/v1/ns/instance", 2);
        foreach (var node in cluster.Nodes) await SeesAsync(node, "1 2");
        await Task.WhenAll(cluster[0].KillAsync(), cluster[1].KillAsync());
        await Wait.UntilAsync(() => cluster[2].Log.ToString().Contains("keeps the instances of all", StringComparison.Ordinal), "the word that this node may be cut off");
        // A clock for the grace: an instance of this node that stops beating at once.
        await HttpAsync(cluster[2], HttpMethod.Post, "/v1/ns/instance", 3, Impatient);
        await SeesAsync(cluster[2], "1 2 3");
        await SeesAsync(cluster[2], "1 2");
        await cluster[0].StartAsync();
        await SeesAsync(cluster[2], "", TimeSpan.FromSeconds(40)); // half of the others are seen, and nobody came back
    }

    /// <summary>Each beat to the next node, as clients of Nacos 1.x do, while the owner is killed.</summary>
    [Fact]
    public async Task BeatsToOneNodeAfterAnother_KeepOneInstance_AlsoWhenItsOwnerIsKilled()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        await HttpAsync(cluster[0], HttpMethod.Post, "/v1/ns/instance", 1, Impatient);
        foreach (var node in cluster.Nodes) await SeesAsync(node, "1");
        await using var watch = new SteadyList([cluster[1], cluster[2]], "1");
        for (var beat = 1; beat <= 24; beat++)
        {
            if (beat == 12) await cluster[0].KillAsync();
            var node = cluster[beat % 3];
            if (!node.IsRunning) node = cluster[1];
            Assert.True(await BeatAsync(node, 1), string.Create(CultureInfo.InvariantCulture, $"beat {beat} on {node.Ports.Main}"));
            await Task.Delay(500); // as the client beats, not a wait for something
        }
        await watch.EndAsync();
        foreach (var node in cluster.Running) Assert.Equal("1", await ListAsync(node));
    }
}
