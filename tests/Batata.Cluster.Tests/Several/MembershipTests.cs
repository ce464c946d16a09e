using System.Globalization;
using System.Net;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Members come, go, move and are replaced while the others serve: docs/adr/0012-members-by-id.md.</summary>
[Collection(SeveralNodes.Name)]
public sealed class MembershipTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Cluster_GrowsToFourAndShrinksToThree_AndLosesNothing()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var (first, second, third) = (cluster[0], cluster[1], cluster[2]);
        await using var load = new Load([first, second, third]);
        var fourth = cluster.Prepare();
        ClusterNodes.List(cluster.Nodes, cluster.Nodes);
        await fourth.StartAsync();
        await DoneAsync(cluster, "Add is done");

        // The one that goes may lead: then another does what is left to do.
        var going = await cluster.LeaderAsync();
        var staying = cluster.Nodes.Where(node => node != going).ToList();
        ClusterNodes.List(cluster.Nodes, staying);
        await DoneAsync(cluster, "Remove is done");
        await Wait.UntilAsync(async () => (await ReadinessAsync(going)).Contains("taken out of the cluster", StringComparison.Ordinal), "the one that went to say so", _patience);
        using (var client = new HttpConfigClient(going))
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.PublishAsync("gone", "x"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }
        await load.WriteMoreAsync();

        // Three are left: any one of them may die.
        await going.StopAsync();
        await staying[0].KillAsync();
        await load.WriteMoreAsync();
        await staying[0].StartAsync();
        await load.StopAndCheckAsync(staying);
    }

    [Fact]
    public async Task Node_ThatIsReplaced_ByAnotherFolderAtAnotherAddress_IsForgotten()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var (first, second, dead) = (cluster[0], cluster[1], cluster[2]);
        await using var load = new Load([first, second]);
        await dead.KillAsync();
        Directory.Delete(dead.DataFolder, recursive: true);
        var fresh = cluster.Prepare();
        ClusterNodes.List([first, second, fresh], first, second, fresh);
        await fresh.StartAsync();
        await DoneAsync(cluster, "Add is done");
        await DoneAsync(cluster, "Remove is done");
        await load.WriteMoreAsync();

        // The new one counts, and the dead one no more: with two of three all goes on.
        await first.KillAsync();
        await load.WriteMoreAsync(second);
        await first.StartAsync();
        await load.StopAndCheckAsync([first, second, fresh]);
    }

    [Fact]
    public async Task Node_ThatMoves_IsFoundByTheOthers_WhoseListsAreOld()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var (first, second, before) = (cluster[0], cluster[1], cluster[2]);
        ClusterNodes.List(cluster.Nodes, first, second, before);
        await using var load = new Load([first, second]);
        await before.StopAsync();
        var moved = cluster.Prepare(before.DataFolder); // the same data, other ports
        ClusterNodes.List([moved], first, second, moved);
        await moved.StartAsync(); // ready: it hears the leader and has what that committed

        // It counts at its new address, while the others' lists still have the old one.
        await second.KillAsync();
        await load.WriteMoreAsync(first);
        await second.StartAsync();
        ClusterNodes.List([first, second], first, second, moved);
        await load.WriteMoreAsync();
        Assert.DoesNotContain("is done", cluster.Logs(), StringComparison.Ordinal); // a move is no change of members
        await load.StopAndCheckAsync([first, second, moved]);
    }

    [Fact]
    public async Task List_WithoutMostOfTheMembers_OrThatIsBroken_ChangesNothing()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        ClusterNodes.List(cluster.Nodes, cluster[0]);
        await Wait.UntilAsync(() => cluster.Logs().Contains("More than half of them at once are never taken out", StringComparison.Ordinal), "a leader that refuses", _patience);
        foreach (var node in cluster.Nodes) await File.WriteAllTextAsync(node.MemberListFile, "10.0.0.1:8848:what\n");
        await Wait.UntilAsync(() => cluster.Logs().Contains("which is no member", StringComparison.Ordinal), "a list that is not understood", _patience);
        foreach (var node in cluster.Nodes)
        {
            Assert.Equal("OK", await ReadinessAsync(node), ignoreCase: true);
            using var client = new HttpConfigClient(node);
            await client.PublishAsync("still", $"by {node.Ports.Main}");
        }
        Assert.DoesNotContain("is done", cluster.Logs(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodeAlone_BecomesTheFirstOfACluster_WithItsData()
    {
        await using var cluster = await ClusterNodes.StartNewAsync(count: 1, properties: new Dictionary<string, string> { ["nacos.standalone"] = "true" });
        using (var client = new HttpConfigClient(cluster[0])) await client.PublishAsync("from.before", "kept");
        await cluster[0].StopAsync();
        await using var together = await ClusterNodes.StartNewAsync(count: 2, each: i => new NodeSettings { DataFolder = i == 0 ? cluster[0].DataFolder : null });
        await DoneAsync(together, "Add is done");
        foreach (var node in together.Nodes)
        {
            using var client = new HttpConfigClient(node);
            Assert.Equal("kept", (await client.FindAsync("from.before"))?.Content);
        }
    }

    private static Task DoneAsync(ClusterNodes cluster, string what) => Wait.UntilAsync(() => cluster.Logs().Contains(what, StringComparison.Ordinal), what, _patience);

    private static async Task<string> ReadinessAsync(NodeProcess node)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(node.Nacos + "/v1/console/health/readiness"));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>One writer to each node, which counts up one config of its own. A count that was not acknowledged is written again.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<Counter> _counters;
        private readonly Task _writing;

        public Load(IEnumerable<NodeProcess> nodes)
        {
            _counters = [.. nodes.Select(static node => new Counter(node, string.Create(CultureInfo.InvariantCulture, $"load.{node.Ports.Main}")))];
            _writing = Task.WhenAll(_counters.Select(counter => counter.CountAsync(_stop.Token)));
        }

        /// <summary>Waits until writes through a node, or through any, were acknowledged that began after this call.</summary>
        public Task WriteMoreAsync(NodeProcess? through = null)
        {
            var wanted = _counters.Where(one => through is null || one.Node == through).ToList();
            var before = wanted.ConvertAll(static one => one.Acknowledged);
            return Wait.UntilAsync(() => wanted.Zip(before).Any(static one => one.First.Acknowledged > one.Second + 2), "more writes", _patience);
        }

        /// <summary>Demands of each node that is left what was acknowledged.</summary>
        public async Task StopAndCheckAsync(List<NodeProcess> nodes)
        {
            await _stop.CancelAsync();
            await _writing;
            foreach (var node in nodes) await node.WaitReadyAsync();
            // After this write all that could be committed before it is, and where it is seen they are.
            var mark = Guid.NewGuid().ToString();
            using (var client = new HttpConfigClient(nodes[0])) await client.PublishAsync("mark", mark);
            foreach (var node in nodes)
            {
                using var client = new HttpConfigClient(node);
                await Wait.UntilAsync(async () => (await client.FindAsync("mark"))?.Content == mark, "all nodes to be level");
                foreach (var counter in _counters)
                {
                    var found = int.Parse((await client.FindAsync(counter.DataId))?.Content ?? "0", CultureInfo.InvariantCulture);
                    Assert.InRange(found, counter.Acknowledged, counter.Acknowledged + 1);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _writing;
            _stop.Dispose();
        }
    }

    private sealed class Counter(NodeProcess node, string dataId)
    {
        private int _acknowledged;

        public NodeProcess Node => node;

        public string DataId => dataId;

        public int Acknowledged => Volatile.Read(ref _acknowledged);

        public async Task CountAsync(CancellationToken stop)
        {
            using var client = new HttpConfigClient(node);
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await client.PublishAsync(dataId, (_acknowledged + 1).ToString(CultureInfo.InvariantCulture), CancellationToken.None);
                    Interlocked.Increment(ref _acknowledged);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    await Task.Delay(20, CancellationToken.None); // the pace of the writer, not a wait for something
                }
            }
        }
    }
}
