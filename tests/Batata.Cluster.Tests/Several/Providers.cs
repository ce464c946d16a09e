using System.Globalization;
using System.Net;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Providers of one service, <c>10.0.0.1</c> with a port each, and who looks for them.</summary>
internal static class Providers
{
    public const string Service = "orders";

    /// <summary>Unhealthy after 3 s without a beat, gone after 4 s.</summary>
    public const string Impatient = "&metadata=%7B%22preserved.heart.beat.interval%22%3A%221000%22%2C%22preserved.heart.beat.timeout%22%3A%223000%22%2C%22preserved.ip.delete.timeout%22%3A%224000%22%7D";

    public static Dictionary<string, string> Grace(int milliseconds) =>
        new() { ["batata.naming.lost-owner-grace"] = milliseconds.ToString(CultureInfo.InvariantCulture) };

    /// <returns>False when the node wants the instance to be registered again.</returns>
    public static async Task<bool> BeatAsync(NodeProcess node, int port) =>
        (await HttpAsync(node, HttpMethod.Put, "/v1/ns/instance/beat", port)).Contains("10200", StringComparison.Ordinal);

    public static Task<NacosGrpcClient> ConnectAsync(NodeProcess node) => NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "naming");

    public static async Task RegisterAsync(NacosGrpcClient client, int port, string service = Service, string type = "registerInstance")
    {
        var answer = await client.RequestAsync(
            "InstanceRequest", $$$"""{"namespace":"public","groupName":"g","serviceName":"{{{service}}}","type":"{{{type}}}","instance":{"ip":"10.0.0.1","port":{{{port}}}}}""");
        Assert.True(answer.Ok, answer.ToString());
    }

    public static Task<SdkMessage> SubscribeAsync(NacosGrpcClient client, string service = Service) => client.RequestAsync(
        "SubscribeServiceRequest", JsonSerializer.Serialize(new { @namespace = "public", groupName = "g", serviceName = service, subscribe = true, clusters = "" }));

    public static Task PushedAsync(NacosGrpcClient subscriber, string ports) => Wait.UntilAsync(
        async () => Ports(await subscriber.PushAsync("NotifySubscriberRequest")) == ports, $"a push of {ports}", TimeSpan.FromSeconds(30));

    /// <summary>Waits until that node lists these ports.</summary>
    public static Task SeesAsync(NodeProcess node, string ports, TimeSpan? patience = null) => Wait.UntilAsync(
        async () => await ListAsync(node) == ports, $"{(ports.Length == 0 ? "nothing" : ports)} on node {node.Ports.Main}", patience);

    /// <summary>Ports of the healthy ones, in order.</summary>
    public static async Task<string> ListAsync(NodeProcess node, string service = Service)
    {
        using var answer = await Http.GetAsync(new Uri($"{node.Nacos}/v1/ns/instance/list?serviceName={service}&groupName=g&healthyOnly=true"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return Ports(json.RootElement);
    }

    public static async Task<string> HttpAsync(NodeProcess node, HttpMethod method, string path, int port, string more = "", string ip = "10.0.0.1")
    {
        using var request = new HttpRequestMessage(
            method, string.Create(CultureInfo.InvariantCulture, $"{node.Nacos}{path}?serviceName={Service}&groupName=g&ip={ip}&port={port}{more}"));
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {body}");
        return body;
    }

    private static HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    public static string Ports(SdkMessage message) => Ports(message.Json.GetProperty("serviceInfo"));

    private static string Ports(JsonElement service) =>
        string.Join(' ', service.GetProperty("hosts").EnumerateArray().Select(static h => h.GetProperty("port").GetInt32()).Order());
}
