using System.Net;
using System.Text.Json;
using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Identity;

/// <summary>Three node processes with authorization on, whose key nobody chose.</summary>
[Collection(SeveralNodes.Name)]
public sealed class AccountsOnEveryNodeTests : IDisposable
{
    private const string AdminPassword = "of-the-cluster";
    private const string Read = "/v1/cs/configs?dataId=none&group=G";

    /// <summary>What a change may take until it counts on all nodes.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new();

    [Fact]
    public async Task Token_OfAnyNode_CountsOnAll_AndAChangeCountsEverywhereWithinASecond()
    {
        await using var cluster = await ClusterNodes.StartNewAsync(
            new Dictionary<string, string> { ["nacos.core.auth.enabled"] = "true", ["batata.auth.admin-password"] = AdminPassword });
        var admin = await LoginAsync(cluster[0], "nacos", AdminPassword);
        await DoAsync(cluster[1], HttpMethod.Post, "/v3/auth/user?username=amy&password=first", admin);
        await DoAsync(cluster[2], HttpMethod.Post, "/v3/auth/role?username=amy&role=readers", admin);
        await DoAsync(cluster[0], HttpMethod.Post, "/v3/auth/permission?role=readers&resource=public:*:*&action=r", admin);

        // A login on each node right after the user was made on another one, and its token on all of them.
        var tokens = new List<string>();
        foreach (var node in cluster.Nodes) tokens.Add(await LoginAsync(node, "amy", "first"));
        foreach (var token in tokens) await EverywhereAsync(cluster, token, HttpStatusCode.NotFound);

        await DoAsync(cluster[1], HttpMethod.Delete, "/v3/auth/permission?role=readers&resource=public:*:*&action=r", admin);
        await EverywhereAsync(cluster, tokens[0], HttpStatusCode.Forbidden);
        await DoAsync(cluster[2], HttpMethod.Post, "/v3/auth/permission?role=readers&resource=public:*:*&action=r", admin);
        await EverywhereAsync(cluster, tokens[0], HttpStatusCode.NotFound);

        await DoAsync(cluster[0], HttpMethod.Put, "/v3/auth/user?username=amy&newPassword=second", admin);
        foreach (var token in tokens) await EverywhereAsync(cluster, token, HttpStatusCode.Forbidden);
        var later = await LoginAsync(cluster[2], "amy", "second");
        await EverywhereAsync(cluster, later, HttpStatusCode.NotFound);

        await DoAsync(cluster[1], HttpMethod.Delete, "/v3/auth/user?username=amy", admin);
        await EverywhereAsync(cluster, later, HttpStatusCode.Forbidden);

        await RestartLeaderAsync(cluster);
        await EverywhereAsync(cluster, admin, HttpStatusCode.NotFound); // the key is part of what all nodes keep
    }

    public void Dispose() => _http.Dispose();

    private static async Task RestartLeaderAsync(ClusterNodes cluster)
    {
        var leader = await cluster.LeaderAsync();
        await leader.KillAsync();
        await cluster.StartAllAsync();
    }

    private async Task<string> LoginAsync(NodeProcess node, string name, string password)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("username", name), KeyValuePair.Create("password", password)]);
        using var answer = await _http.PostAsync(node.Nacos + "/v3/auth/user/login", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{name} on {node.Nacos}: {answer.StatusCode} {text}\n{node.Log}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("accessToken").GetString()!;
    }

    private async Task DoAsync(NodeProcess node, HttpMethod method, string path, string token)
    {
        using var answer = await SendAsync(node, method, path, token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task EverywhereAsync(ClusterNodes cluster, string token, HttpStatusCode expected)
    {
        foreach (var node in cluster.Nodes)
        {
            await Wait.UntilAsync(async () =>
            {
                using var answer = await SendAsync(node, HttpMethod.Get, Read, token);
                return answer.StatusCode == expected;
            }, $"{expected} of {node.Nacos}", Soon);
        }
    }

    private Task<HttpResponseMessage> SendAsync(NodeProcess node, HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, node.Nacos + path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return _http.SendAsync(request);
    }
}
