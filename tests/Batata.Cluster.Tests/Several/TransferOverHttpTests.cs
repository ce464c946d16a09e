using System.Text;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>The command of Nacos that makes another node lead.</summary>
[Collection(SeveralNodes.Name)]
public sealed class TransferOverHttpTests
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task TransferLeader_ToARaftAddress_MakesThatNodeLead()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var leader = await cluster.LeaderAsync();
        var next = cluster.Nodes.First(node => node != leader);

        using var refused = await RunAsync(leader, "203.0.113.1:7848");
        Assert.Equal(500, refused.RootElement.GetProperty("code").GetInt32());
        using var done = await RunAsync(leader, $"127.0.0.1:{next.Ports.Raft}");
        Assert.True(done.RootElement.GetProperty("code").GetInt32() == 200, done.RootElement.GetRawText());

        await Wait.UntilAsync(async () => await LeaderSeenByAsync(leader) == $"127.0.0.1:{next.Ports.Raft}", "the other node as the leader");
        using var client = new HttpConfigClient(leader);
        await client.PublishAsync("after", "x");
    }

    private static async Task<JsonDocument> RunAsync(NodeProcess node, string to)
    {
        using var body = new StringContent($$"""{"command":"transferLeader","value":"{{to}}"}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(node.Nacos + "/v1/core/ops/raft"), body);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string?> LeaderSeenByAsync(NodeProcess node)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(node.Nacos + "/v1/core/cluster/self")));
        return json.RootElement.GetProperty("data").GetProperty("extendInfo").GetProperty("raftMetaData").GetProperty("metaDataMap").GetProperty("nacos_config").GetProperty("leader").GetString();
    }
}
