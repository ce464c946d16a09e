using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>The nodes of the cluster in Consul's catalog, which the leader keeps.</summary>
[Collection(SeveralNodes.Name)]
public sealed class CatalogMembersTests
{
    private const string Passing = "passing";
    private const string Critical = "critical";

    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Node_IsInTheCatalogBeforeItIsReady_AndItsHealthFollowsIt()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        foreach (var node in cluster.Nodes) Assert.Equal(Passing, (await HealthAsync(node, stale: false))[node.Address]);

        var killed = await cluster.LeaderAsync(); // then the next leader must see it
        await killed.KillAsync();
        foreach (var node in cluster.Running) await SeesAsync(node, killed, Critical);
        await killed.StartAsync();
        foreach (var node in cluster.Nodes) await SeesAsync(node, killed, Passing);
        foreach (var node in cluster.Nodes) Assert.Equal(3, (await HealthAsync(node, stale: true)).Count);
    }

    [Fact]
    public async Task Session_CanBeMadeOnANodeThatJustBecameReady_AndEndsWithItsNode()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var (asked, lost) = (cluster[0], await cluster.FollowerAsync());
        if (asked == lost) asked = cluster[1];
        var sessions = new Dictionary<string, string>();
        foreach (var node in cluster.Nodes)
        {
            using var made = await _http.PutAsync(new Uri(node.Consul + "/v1/session/create"), null);
            sessions[node.Address] = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("ID").GetString()!;
        }
        await lost.KillAsync();
        await Wait.UntilAsync(async () => !(await SessionsAsync(asked)).Contains(sessions[lost.Address]), "the end of the session of a node that is lost", _patience);
        Assert.Contains(sessions[asked.Address], await SessionsAsync(asked));
    }

    [Fact]
    public async Task Node_ThatIsTakenOut_LeavesTheCatalog()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var going = await cluster.FollowerAsync();
        var staying = cluster.Nodes.Where(node => node != going).ToList();
        ClusterNodes.List(cluster.Nodes, staying);
        foreach (var node in staying)
            await Wait.UntilAsync(async () => !(await HealthAsync(node, stale: true)).ContainsKey(going.Address), $"a catalog without {going.Address}", _patience);
        foreach (var node in staying) Assert.Equal(2, (await HealthAsync(node, stale: false)).Count);
    }

    private static Task SeesAsync(NodeProcess node, NodeProcess other, string status) => Wait.UntilAsync(
        async () => (await HealthAsync(node, stale: true)).GetValueOrDefault(other.Address) == status, $"{other.Address} {status} at {node.Address}", _patience);

    /// <summary>Status of <c>serfHealth</c> by the name of the node, which is its address when it was given none.</summary>
    private static async Task<Dictionary<string, string>> HealthAsync(NodeProcess node, bool stale)
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"{node.Consul}/v1/health/service/consul{(stale ? "?stale" : "")}")));
        return answer.RootElement.EnumerateArray().ToDictionary(
            static one => one.GetProperty("Node").GetProperty("Node").GetString()!,
            static one => one.GetProperty("Checks").EnumerateArray().Single(static check => check.GetProperty("CheckID").GetString() == "serfHealth").GetProperty("Status").GetString()!);
    }

    private static async Task<List<string>> SessionsAsync(NodeProcess node)
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri(node.Consul + "/v1/session/list")));
        return [.. answer.RootElement.EnumerateArray().Select(static one => one.GetProperty("ID").GetString()!)];
    }
}
