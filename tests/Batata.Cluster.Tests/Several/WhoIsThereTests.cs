using System.Net;
using System.Text.Json;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using static Batata.Cluster.Tests.Several.Providers;

namespace Batata.Cluster.Tests.Several;

/// <summary>Subscribers, clients and listeners are asked of one node and told of all, in bounded time also when one of them hangs.</summary>
[Collection(SeveralNodes.Name)]
public sealed class WhoIsThereTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private ClusterNodes _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ClusterNodes.StartNewAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task SubscribersClientsAndListeners_OfAllNodes_AreToldByEach()
    {
        var clients = new List<NacosGrpcClient>();
        foreach (var node in _cluster.Nodes)
        {
            var naming = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc, $"10.1.0.{clients.Count}", module: "naming");
            await SubscribeAsync(naming);
            clients.Add(naming);
        }
        await RegisterAsync(clients[0], 1);
        var listening = new List<NacosGrpcClient>();
        foreach (var node in _cluster.Nodes)
        {
            var config = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc, $"10.2.0.{listening.Count}");
            var contexts = new[] { new { dataId = "heard", group = "g", tenant = "", md5 = $"{listening.Count:x32}" } };
            await config.RequestAsync("ConfigBatchListenRequest", JsonSerializer.Serialize(new { listen = true, configListenContexts = contexts }));
            listening.Add(config);
        }
        foreach (var node in _cluster.Nodes) await SeesAsync(node, "1");
        foreach (var node in _cluster.Nodes) await AllAreToldByAsync(node);

        // One hangs: what the others know is told all the same, and soon.
        _cluster[0].Pause();
        try
        {
            using var there = await GetAsync(_cluster[1], "/v3/admin/ns/service/subscribers?serviceName=orders&groupName=g");
            Assert.Equal("10.1.0.1 10.1.0.2", Subscribers(there));
        }
        finally
        {
            _cluster[0].Resume();
        }
        foreach (var client in clients.Concat(listening)) await client.DisposeAsync();
    }

    private async Task AllAreToldByAsync(NodeProcess node)
    {
        const string everybody = "10.1.0.0 10.1.0.1 10.1.0.2";
        using (var v1 = await GetAsync(node, "/v1/ns/service/subscribers?serviceName=g@@orders"))
            Assert.Equal(everybody, string.Join(' ', v1.RootElement.GetProperty("subscribers").EnumerateArray().Select(static s => s.GetProperty("ip").GetString()).Order()));
        using (var v3 = await GetAsync(node, "/v3/admin/ns/service/subscribers?serviceName=orders&groupName=g")) Assert.Equal(everybody, Subscribers(v3));
        using (var own = await GetAsync(node, "/v3/admin/ns/service/subscribers?serviceName=orders&groupName=g&aggregation=false"))
            Assert.Equal($"10.1.0.{_cluster.Nodes.ToList().IndexOf(node)}", Subscribers(own));

        using var ids = await GetAsync(node, "/v3/admin/ns/client/list");
        var subscribing = new List<string>();
        var publishing = 0;
        foreach (var id in ids.RootElement.GetProperty("data").EnumerateArray().Select(static id => id.GetString()!))
        {
            var asked = "?clientId=" + Uri.EscapeDataString(id);
            using var detail = await GetAsync(node, "/v3/admin/ns/client" + asked);
            Assert.Equal(id, detail.RootElement.GetProperty("data").GetProperty("clientId").GetString());
            using var subscribed = await GetAsync(node, "/v3/admin/ns/client/subscribe/list" + asked);
            if (subscribed.RootElement.GetProperty("data").GetArrayLength() > 0) subscribing.Add(id);
            using var published = await GetAsync(node, "/v2/ns/client/publish/list" + asked);
            publishing += published.RootElement.GetProperty("data").GetArrayLength();
        }
        Assert.Equal(3, subscribing.Count);
        Assert.Equal(1, publishing);
        using (var of = await GetAsync(node, "/v2/ns/client/service/subscriber/list?serviceName=orders&groupName=g"))
            Assert.Equal(subscribing.Order(), of.RootElement.GetProperty("data").EnumerateArray().Select(static s => s.GetProperty("clientId").GetString()!).Order());

        const string listeners = "10.2.0.0 10.2.0.1 10.2.0.2";
        using (var v1 = await GetAsync(node, "/v1/cs/configs/listener?dataId=heard&group=g")) Assert.Equal(listeners, Names(v1.RootElement.GetProperty("lisentersGroupkeyStatus")));
        using (var v3 = await GetAsync(node, "/v3/admin/cs/config/listener?dataId=heard&groupName=g"))
            Assert.Equal(listeners, Names(v3.RootElement.GetProperty("data").GetProperty("listenersStatus")));
        using (var at = await GetAsync(node, "/v3/admin/cs/listener?ip=10.2.0.0")) Assert.Equal("heard+g+public", Names(at.RootElement.GetProperty("data").GetProperty("listenersStatus")));
        using (var at = await GetAsync(node, "/v1/cs/listener?ip=10.2.0.1")) Assert.Equal("heard+g+public", Names(at.RootElement.GetProperty("lisentersGroupkeyStatus")));
    }

    private async Task<JsonDocument> GetAsync(NodeProcess node, string path)
    {
        using var answer = await _http.GetAsync(new Uri(node.Nacos + path));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {body}");
        return JsonDocument.Parse(body);
    }

    private static string Subscribers(JsonDocument page) =>
        string.Join(' ', page.RootElement.GetProperty("data").GetProperty("pageItems").EnumerateArray().Select(static s => s.GetProperty("ip").GetString()).Order());

    private static string Names(JsonElement map) => string.Join(' ', map.EnumerateObject().Select(static one => one.Name).Order());
}
