using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Connections are counted over all nodes, and clients are asked to move from a full node to one that is not.</summary>
[Collection(SeveralNodes.Name)]
public sealed class LoaderTests
{
    private const int Clients = 6;

    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task SmartReload_AskedOfAnyNode_MovesClientsOfTheFullOne()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var clients = new List<NacosGrpcClient>();
        try
        {
            for (var i = 0; i < Clients; i++) clients.Add(await NacosGrpcClient.ConnectAsync(cluster[0].Ports.Grpc));
            foreach (var node in cluster.Nodes) await Wait.UntilAsync(async () => await TotalAsync(node) == (3, Clients), "all connections in the sum of each node");

            using var done = JsonDocument.Parse(await PostAsync(cluster[1], "/v3/admin/core/loader/smartReloadCluster"));
            Assert.Equal(0, done.RootElement.GetProperty("code").GetInt32());

            // Two a node are the average, and what is over 2.2 is to move.
            await Wait.UntilAsync(() => clients.Sum(static client => client.Waiting().Count) == Clients - 2, "four clients that are asked to move");
            var targets = clients.SelectMany(static client => client.Waiting()).Select(static push => push.Json.GetProperty("serverPort").GetString());
            Assert.All(targets, port => Assert.Contains(port, cluster.Nodes.Skip(1).Select(static node => $"{node.Ports.Main}")));

            await cluster[2].KillAsync();
            await Wait.UntilAsync(async () => await TotalAsync(cluster[0]) == (2, Clients), "a sum without the node that is gone");
            using var failed = JsonDocument.Parse(await PostAsync(cluster[1], "/v3/admin/core/loader/smartReloadCluster"));
            Assert.Equal(30000, failed.RootElement.GetProperty("code").GetInt32());
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }
    }

    private static async Task<(int Answered, int Total)> TotalAsync(NodeProcess node)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(node.Nacos + "/v3/admin/core/loader/cluster")));
        var data = json.RootElement.GetProperty("data");
        return (data.GetProperty("metricsCount").GetInt32(), data.GetProperty("total").GetInt32());
    }

    private static async Task<string> PostAsync(NodeProcess node, string path)
    {
        using var answer = await _http.PostAsync(new Uri(node.Nacos + path), null);
        return await answer.Content.ReadAsStringAsync();
    }
}
