using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>What is left of a service when its server is killed: persistent instances are, the others come back with their clients.</summary>
public sealed class NamingOverKillTests
{
    [Fact]
    public async Task ServerKilled_KeepsPersistentInstances_AndTakesItsClientsBack()
    {
        await using var node = await NodeProcess.StartNewAsync();
        await using (var before = await ConnectAsync(node))
        {
            await SendAsync(before, "PersistentInstanceRequest", "kept", """{"ip":"10.0.0.1","port":1,"ephemeral":false,"metadata":{"a":"b"}}""");
            await SendAsync(before, "PersistentInstanceRequest", "kept", """{"ip":"10.0.0.1","port":2,"ephemeral":false}""");
            await SendAsync(before, "PersistentInstanceRequest", "kept", """{"ip":"10.0.0.1","port":1}""", "deregisterInstance");
            await SendAsync(before, "InstanceRequest", "redone", """{"ip":"10.0.0.1","port":3}""");
            await SubscribeAsync(before, "redone");
            await node.KillAsync();
            await before.StreamEnd.WaitAsync(TimeSpan.FromSeconds(15));
        }

        await node.StartAsync();
        await using var after = await ConnectAsync(node);
        Assert.Equal("2", Ports(await SubscribeAsync(after, "kept")));
        Assert.Equal("", Ports(await SubscribeAsync(after, "redone")));
        await SendAsync(after, "InstanceRequest", "redone", """{"ip":"10.0.0.1","port":3}""");
        await Wait.UntilAsync(async () => Ports(await after.PushAsync("NotifySubscriberRequest")) == "3", "the push of what was registered again");
    }

    private static Task<NacosGrpcClient> ConnectAsync(NodeProcess node) => NacosGrpcClient.ConnectAsync(node.Ports.Grpc, module: "naming");

    private static async Task SendAsync(NacosGrpcClient client, string request, string service, string instance, string type = "registerInstance")
    {
        var answer = await client.RequestAsync(
            request, $$"""{"namespace":"public","groupName":"g","serviceName":"{{service}}","type":"{{type}}","instance":{{instance}}}""");
        Assert.True(answer.Ok, answer.ToString());
    }

    private static Task<SdkMessage> SubscribeAsync(NacosGrpcClient client, string service) => client.RequestAsync(
        "SubscribeServiceRequest", JsonSerializer.Serialize(new { @namespace = "public", groupName = "g", serviceName = service, subscribe = true, clusters = "" }));

    private static string Ports(SdkMessage message) =>
        string.Join(' ', message.Json.GetProperty("serviceInfo").GetProperty("hosts").EnumerateArray().Select(static h => h.GetProperty("port").GetInt32()).Order());
}
