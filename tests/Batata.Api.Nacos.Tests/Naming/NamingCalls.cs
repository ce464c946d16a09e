using System.Text.Json;
using Batata.Api.Nacos.Tests.Grpc;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Naming;

/// <summary>Naming requests as SDKs write them.</summary>
internal static class NamingCalls
{
    public const string Push = "NotifySubscriberRequest";
    private const string Namespace = "public";
    private const string Group = "DEFAULT_GROUP";

    /// <summary>A connection that may register and subscribe.</summary>
    public static Task<NacosGrpcClient> NamingAsync(this GrpcServer server, string clientIp = "127.0.0.1") => server.ConnectAsync(clientIp, module: "naming");

    /// <param name="instance">JSON of an instance.</param>
    public static Task<SdkMessage> RegisterAsync(this NacosGrpcClient client, string service, string instance, string type = "registerInstance") =>
        client.RequestAsync("InstanceRequest", Body(service, $"\"type\":\"{type}\",\"instance\":{instance}"));

    public static Task<SdkMessage> RegisterAsync(this NacosGrpcClient client, string service, int port) => client.RegisterAsync(service, Instance(port));

    public static Task<SdkMessage> DeregisterAsync(this NacosGrpcClient client, string service, int port = 1) =>
        client.RegisterAsync(service, Instance(port), "deregisterInstance");

    public static Task<SdkMessage> BatchAsync(this NacosGrpcClient client, string service, params ReadOnlySpan<int> ports) =>
        client.RequestAsync("BatchInstanceRequest", BatchBody(service, ports));

    public static Task<SdkMessage> QueryAsync(this NacosGrpcClient client, string service, string more = "") =>
        client.RequestAsync("ServiceQueryRequest", Body(service, more));

    public static Task<SdkMessage> SubscribeAsync(this NacosGrpcClient client, string service, string? clusters = "", bool subscribe = true) =>
        client.RequestAsync(
            "SubscribeServiceRequest",
            Body(service, $"\"subscribe\":{(subscribe ? "true" : "false")},\"clusters\":{JsonSerializer.Serialize(clusters)}"));

    public static Task<SdkMessage> ListAsync(this NacosGrpcClient client, int page, int size, string group = Group, string namespaceId = Namespace) =>
        client.RequestAsync("ServiceListRequest", JsonSerializer.Serialize(new { @namespace = namespaceId, groupName = group, serviceName = "", pageNo = page, pageSize = size }));

    public static string Body(string service, string more = "") =>
        $$"""{"namespace":"{{Namespace}}","serviceName":"{{service}}","groupName":"{{Group}}"{{(more.Length == 0 ? "" : "," + more)}}}""";

    public static string BatchBody(string service, params ReadOnlySpan<int> ports)
    {
        var instances = new List<string>();
        foreach (var port in ports) instances.Add(Instance(port));
        return Body(service, $"\"type\":\"batchRegisterInstance\",\"instances\":[{string.Join(',', instances)}]");
    }

    public static string Instance(int port) => $$"""{"ip":"10.0.0.1","port":{{port}},"clusterName":"DEFAULT"}""";

    public static JsonElement Service(this SdkMessage message) => message.Json.GetProperty("serviceInfo");

    public static JsonElement[] Hosts(this SdkMessage message) => [.. message.Service().GetProperty("hosts").EnumerateArray()];

    /// <summary>Of all instances, sorted: <c>1 2</c>.</summary>
    public static string Ports(this SdkMessage message) => string.Join(' ', message.Hosts().Select(h => h.GetProperty("port").GetInt32()).Order());

    public static long LastRefTime(this SdkMessage message) => message.Service().GetProperty("lastRefTime").GetInt64();

    public static string[] Names(this SdkMessage message) => [.. message.Json.GetProperty("serviceNames").EnumerateArray().Select(n => n.GetString()!)];

    /// <summary>The next push of this service.</summary>
    public static async Task<SdkMessage> PushOfAsync(this NacosGrpcClient client, string service)
    {
        var push = await client.PushAsync(Push);
        Assert.Equal(service, push.Service().GetProperty("name").GetString());
        return push;
    }
}
