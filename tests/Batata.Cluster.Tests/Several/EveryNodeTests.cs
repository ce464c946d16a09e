using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>It does not matter which node of a cluster a client talks to.</summary>
[Collection(SeveralNodes.Name)]
public sealed class EveryNodeTests : IAsyncLifetime
{
    private ClusterNodes _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ClusterNodes.StartNewAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Write_OnAnyNode_IsReadThereAtOnceAndSoonOnTheOthers()
    {
        foreach (var node in _cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            for (var i = 0; i < 20; i++)
            {
                var content = $"{node.Ports.Main} {i}";
                await client.PublishAsync("every", content);
                Assert.Equal(content, (await client.FindAsync("every"))?.Content); // no wait: who is answered sees its write
            }
            await AllSeeAsync("every", $"{node.Ports.Main} 19");
            await client.RemoveAsync("every");
            Assert.Null(await client.FindAsync("every"));
            await AllSeeAsync("every", null);
        }
    }

    [Fact]
    public async Task Replace_ByManyOnAllNodesAtOnce_HasOneWinnerARound()
    {
        var clients = _cluster.Nodes.Select(static node => new HttpConfigClient(node)).ToList();
        await clients[0].PublishAsync("cas", "0");
        for (var round = 1; round <= 20; round++)
        {
            var before = Md5($"{(round == 1 ? "" : "winner ")}{round - 1}");
            // All the same content, so that the next round knows what was won; who won it is what the answers say.
            var answers = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => clients[i % 3].TryReplaceAsync("cas", before, $"winner {round}")));
            Assert.Equal(1, answers.Count(static won => won));
        }
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Change_OnOneNode_ReachesListenersOnTheOthers()
    {
        await using var first = await NacosGrpcClient.ConnectAsync(_cluster[0].Ports.Grpc);
        await using var second = await NacosGrpcClient.ConnectAsync(_cluster[1].Ports.Grpc);
        using var polling = new HttpClient { Timeout = TimeSpan.FromSeconds(40) };
        using var writer = new HttpConfigClient(_cluster[2]);
        await writer.PublishAsync("heard", "0");
        await AllSeeAsync("heard", "0");
        for (var i = 1; i <= 5; i++)
        {
            await ListenAsync(first, "heard", $"{i - 1}");
            await ListenAsync(second, "heard", $"{i - 1}");
            var polled = PollAsync(polling, _cluster[0], "heard", $"{i - 1}");
            await writer.PublishAsync("heard", $"{i}");
            await first.PushAsync("ConfigChangeNotifyRequest");
            await second.PushAsync("ConfigChangeNotifyRequest");
            Assert.Contains("heard", await polled, StringComparison.Ordinal);
            // Who was told finds it.
            foreach (var node in _cluster.Nodes.Take(2))
            {
                using var reader = new HttpConfigClient(node);
                Assert.Equal($"{i}", (await reader.FindAsync("heard"))?.Content);
            }
        }
    }

    private async Task AllSeeAsync(string dataId, string? content)
    {
        foreach (var node in _cluster.Nodes)
        {
            using var reader = new HttpConfigClient(node);
            await Wait.UntilAsync(async () => (await reader.FindAsync(dataId))?.Content == content, $"{content ?? "nothing"} on node {node.Ports.Main}");
        }
    }

    private static async Task ListenAsync(NacosGrpcClient client, string dataId, string known)
    {
        var contexts = new[] { new { dataId, group = HttpConfigClient.Group, tenant = "", md5 = Md5(known) } };
        var answer = await client.RequestAsync("ConfigBatchListenRequest", JsonSerializer.Serialize(new { listen = true, configListenContexts = contexts }));
        Assert.True(answer.Ok, answer.ToString());
        Assert.Equal(0, answer.Json.GetProperty("changedConfigs").GetArrayLength());
    }

    private static async Task<string> PollAsync(HttpClient http, NodeProcess node, string dataId, string known)
    {
        using var form = new FormUrlEncodedContent([new("Listening-Configs", $"{dataId}\u0002{HttpConfigClient.Group}\u0002{Md5(known)}\u0001")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, node.Nacos + "/v1/cs/configs/listener") { Content = form };
        request.Headers.Add("Long-Pulling-Timeout", "30000");
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
