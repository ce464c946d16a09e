using System.Text;
using Batata.Testing;
using Batata.Testing.Dns;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Names of Consul over DNS in a cluster: any node knows what was registered through another, and goes on without a majority.</summary>
public sealed class DnsTests
{
    private const int ServerFailure = 2;
    private static readonly byte[] Web = DnsPackets.Question("web.service.consul", type: 1);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, ServerFailure)] // it asks the leader first, and there is none
    public async Task AnyNode_Answers_AndTheLastOneByItsSetting(bool allowStale, int expected)
    {
        await using var cluster = await ClusterNodes.StartNewAsync(new Dictionary<string, string> { ["batata.consul.dns.allow-stale"] = allowStale ? "true" : "false" });
        await RegisterAsync(cluster[0], "10.1.1.1");
        foreach (var node in cluster.Nodes) await Wait.UntilAsync(async () => await CodeAsync(node) == 0 && await ShowsAsync(node, 1), "the service on every node");
        await RegisterAsync(cluster[1], "10.1.1.2");
        foreach (var node in cluster.Nodes) await Wait.UntilAsync(() => ShowsAsync(node, 2), "the new address on every node");

        await cluster[0].KillAsync();
        await cluster[1].KillAsync();

        await Wait.UntilAsync(async () => await CodeAsync(cluster[2]) == expected, $"code {expected}");
        if (allowStale) Assert.True(await ShowsAsync(cluster[2], 2));
    }

    private static async Task<int> CodeAsync(NodeProcess node) => await DnsPackets.AskUdpAsync(node.Ports.Dns, Web) is { } answer ? answer[3] & 0x0f : -1;

    /// <summary>One address, the last byte of which stands at the end of the packet.</summary>
    private static async Task<bool> ShowsAsync(NodeProcess node, byte last) => await DnsPackets.AskUdpAsync(node.Ports.Dns, Web) is [.., 10, 1, 1, var byteOfHost] && byteOfHost == last;

    private static async Task RegisterAsync(NodeProcess node, string address)
    {
        using var http = new HttpClient();
        using var body = new StringContent($$$"""{"Node":"ext","Address":"{{{address}}}","Service":{"Service":"web","Port":80}}""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(node.Consul + "/v1/catalog/register", body);
        answer.EnsureSuccessStatusCode();
    }
}
