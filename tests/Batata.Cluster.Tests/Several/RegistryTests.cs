using System.Globalization;
using System.Net;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Ephemeral instances in a cluster: seen from every node, and there as long as their clients are, whatever happens to nodes.</summary>
[Collection(SeveralNodes.Name)]
public sealed class RegistryTests
{
    private const string Service = "orders";

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

    internal static Task<NacosGrpcClient> ConnectAsync(NodeProcess node) => NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "naming");

    internal static async Task RegisterAsync(NacosGrpcClient client, int port, string service = Service, string type = "registerInstance")
    {
        var answer = await client.RequestAsync(
            "InstanceRequest", $$$"""{"namespace":"public","groupName":"g","serviceName":"{{{service}}}","type":"{{{type}}}","instance":{"ip":"10.0.0.1","port":{{{port}}}}}""");
        Assert.True(answer.Ok, answer.ToString());
    }

    internal static Task<SdkMessage> SubscribeAsync(NacosGrpcClient client, string service = Service) => client.RequestAsync(
        "SubscribeServiceRequest", JsonSerializer.Serialize(new { @namespace = "public", groupName = "g", serviceName = service, subscribe = true, clusters = "" }));

    internal static Task PushedAsync(NacosGrpcClient subscriber, string ports) => Wait.UntilAsync(
        async () => Ports(await subscriber.PushAsync("NotifySubscriberRequest")) == ports, $"a push of {ports}", TimeSpan.FromSeconds(30));

    /// <summary>Waits until that node lists these ports.</summary>
    internal static Task SeesAsync(NodeProcess node, string ports, TimeSpan? patience = null) => Wait.UntilAsync(
        async () => await ListAsync(node) == ports, $"{(ports.Length == 0 ? "nothing" : ports)} on node {node.Ports.Main}", patience);

    /// <summary>Ports of the healthy ones, in order.</summary>
    internal static async Task<string> ListAsync(NodeProcess node, string service = Service)
    {
        using var answer = await Http.GetAsync(new Uri($"{node.Nacos}/v1/ns/instance/list?serviceName={service}&groupName=g&healthyOnly=true"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return Ports(json.RootElement);
    }

    internal static async Task<string> HttpAsync(NodeProcess node, HttpMethod method, string path, int port, string more = "")
    {
        using var request = new HttpRequestMessage(
            method, string.Create(CultureInfo.InvariantCulture, $"{node.Nacos}{path}?serviceName={Service}&groupName=g&ip=10.0.0.1&port={port}{more}"));
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {body}");
        return body;
    }

    private static HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    private static string Ports(SdkMessage message) => Ports(message.Json.GetProperty("serviceInfo"));

    private static string Ports(JsonElement service) =>
        string.Join(' ', service.GetProperty("hosts").EnumerateArray().Select(static h => h.GetProperty("port").GetInt32()).Order());
}
