using System.Net;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>What each node says of the others and of itself.</summary>
[Collection(SeveralNodes.Name)]
public sealed class NodeListTests : IAsyncLifetime
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private ClusterNodes _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ClusterNodes.StartNewAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task List_OnEveryNode_FollowsWhoIsKilledAndComesBack()
    {
        foreach (var node in _cluster.Nodes) await SeesAsync(node, "UP UP UP");
        var leader = await _cluster.LeaderAsync();
        foreach (var node in _cluster.Nodes)
        {
            var leaders = (await NodesAsync(node)).Select(static one => one.GetProperty("extendInfo").GetProperty("raftMetaData").GetProperty("metaDataMap").GetProperty("nacos_config").GetProperty("leader").GetString());
            Assert.All(leaders, said => Assert.Equal($"127.0.0.1:{leader.Ports.Raft}", said));
        }

        var killed = _cluster.Nodes.First(node => node != leader);
        await killed.KillAsync();
        foreach (var node in _cluster.Running) await SeesAsync(node, StatesWhen(killed, "DOWN"));
        await killed.StartAsync();
        foreach (var node in _cluster.Nodes) await SeesAsync(node, "UP UP UP");
    }

    [Fact]
    public async Task List_OfANodeThatIsCutOff_SaysSoOfItself()
    {
        var left = _cluster[0];
        await SeesAsync(left, "UP UP UP");
        // Both others hang: they keep their connections, and this node reaches no majority.
        _cluster[1].Pause();
        _cluster[2].Pause();
        try
        {
            await SeesAsync(left, string.Join(' ', _cluster.Nodes.OrderBy(static node => node.Ports.Main).Select(node => node == left ? "ISOLATION" : "DOWN")));
            using (var readiness = await _http.GetAsync(new Uri(left.Nacos + "/v3/admin/core/state/readiness")))
            {
                Assert.Equal(HttpStatusCode.InternalServerError, readiness.StatusCode);
                Assert.Contains("reaches no majority", await readiness.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
            using var health = await JsonAsync(left, "/v1/core/cluster/health");
            Assert.Equal("ISOLATION", health.RootElement.GetProperty("data").GetString());

            var metrics = await _http.GetStringAsync(new Uri(left.Nacos + "/actuator/prometheus"));
            Assert.Contains("\nbatata_node_cut_off{} 1\n", metrics, StringComparison.Ordinal);
            Assert.Contains("\nbatata_node_ready{} 0\n", metrics, StringComparison.Ordinal);
            foreach (var node in _cluster.Nodes.Skip(1)) Assert.Contains($"\nbatata_cluster_node_up{{node=\"127.0.0.1:{node.Ports.Main}\"}} 0\n", metrics, StringComparison.Ordinal);
            await Wait.UntilAsync(
                async () => (await _http.GetStringAsync(new Uri(left.Nacos + "/actuator/prometheus"))).Contains($"batata_peer_breaker{{node=\"127.0.0.1:{_cluster[1].Ports.Main}\",state=\"open\"}} 1", StringComparison.Ordinal),
                "a breaker that is open");
        }
        finally
        {
            _cluster[1].Resume();
            _cluster[2].Resume();
        }
        foreach (var node in _cluster.Nodes) await SeesAsync(node, "UP UP UP");
        await left.WaitReadyAsync();
    }

    private string StatesWhen(NodeProcess node, string state) =>
        string.Join(' ', _cluster.Nodes.OrderBy(static one => one.Ports.Main).Select(one => one == node ? state : "UP"));

    private async Task SeesAsync(NodeProcess node, string states)
    {
        var last = "";
        try
        {
            await Wait.UntilAsync(
                async () => (last = string.Join(' ', (await NodesAsync(node)).Select(static one => one.GetProperty("state").GetString()))) == states,
                $"{states} on {node.Ports.Main}");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{node.Ports.Main} sees {last} and not {states}\n{_cluster.Logs()}");
        }
    }

    private static async Task<JsonElement[]> NodesAsync(NodeProcess node)
    {
        using var json = await JsonAsync(node, "/v1/core/cluster/nodes");
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(static one => one.Clone())];
    }

    private static async Task<JsonDocument> JsonAsync(NodeProcess node, string path) => JsonDocument.Parse(await _http.GetStringAsync(new Uri(node.Nacos + path)));
}
