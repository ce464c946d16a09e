using Batata.Api.Nacos.Tests.Grpc;
using Batata.Testing;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Naming;

public sealed class NamingRequestTests
{
    [Fact]
    public async Task Registered_IsQueriedByEverybody_InFull()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        await using var config = await server.ConnectAsync();
        var registered = await client.RegisterAsync("orders", """
            {"ip":"10.0.0.7","port":8080,"weight":2.5,"clusterName":"c1","metadata":{"zone":"a","n":1},"ephemeral":false,"instanceHeartBeatInterval":1}
            """);
        Assert.Equal(("InstanceResponse", "registerInstance"), (registered.Type, registered.Text("type")));
        var query = await config.QueryAsync("orders");
        Assert.Equal("QueryServiceResponse", query.Type);
        Assert.Equal(
            """
            [{"instanceId":"10.0.0.7#8080#c1#DEFAULT_GROUP@@orders","ip":"10.0.0.7","port":8080,"weight":2.5,"healthy":true,"enabled":true,"ephemeral":true,
            "clusterName":"c1","serviceName":"DEFAULT_GROUP@@orders","metadata":{"n":"1","zone":"a"},"instanceHeartBeatInterval":5000,
            "instanceHeartBeatTimeOut":15000,"ipDeleteTimeout":30000}]
            """.ReplaceLineEndings(""),
            query.Service().GetProperty("hosts").GetRawText());
        var text = query.Service().GetRawText();
        Assert.Equal("""{"name":"orders","groupName":"DEFAULT_GROUP","clusters":"","cacheMillis":10000""", text.Split(",\"hosts\"")[0]);
        Assert.EndsWith(""","checksum":"","allIps":false,"allIPs":false,"reachProtectionThreshold":false,"valid":true}""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeastOfAnInstance_HasAllMembers()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        Assert.True((await client.RegisterAsync("s", """{"ip":"h","port":0,"clusterName":null,"metadata":null,"instanceId":null}""")).Ok);
        var host = Assert.Single((await client.QueryAsync("s")).Hosts());
        Assert.Equal(
            ("h#0#DEFAULT#DEFAULT_GROUP@@s", "DEFAULT", "{}", "1.0", "simple"),
            (host.GetProperty("instanceId").GetString(), host.GetProperty("clusterName").GetString(), host.GetProperty("metadata").GetRawText(),
                host.GetProperty("weight").GetRawText(), host.GetProperty("instanceIdGenerator").GetString()));
    }

    [Theory]
    [InlineData("""{"ip":"1.1.1.1","port":1,"instanceId":"mine"}""", "mine")]
    [InlineData("""{"ip":"1.1.1.1","port":1,"serviceName":"other"}""", "1.1.1.1#1#DEFAULT#other")] // Nacos: what the instance itself says
    [InlineData("""{"ip":"1.1.1.1","port":1,"serviceName":"DEFAULT_GROUP@@s"}""", "1.1.1.1#1#DEFAULT#DEFAULT_GROUP@@s")]
    public async Task InstanceId_IsKeptOrMade(string instance, string id)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        await client.RegisterAsync("s", instance);
        Assert.Equal(id, Assert.Single((await client.QueryAsync("s")).Hosts()).GetProperty("instanceId").GetString());
    }

    [Fact]
    public async Task SecondRegistration_ReplacesTheFirst_AndDeregisterLooksAtNoAddress()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        await client.RegisterAsync("s", 1);
        await client.RegisterAsync("s", 2);
        Assert.Equal("2", (await client.QueryAsync("s")).Ports());
        Assert.Equal("deregisterInstance", (await client.DeregisterAsync("s", 99)).Text("type"));
        Assert.Empty((await client.QueryAsync("s")).Ports());
        Assert.True((await client.DeregisterAsync("s")).Ok);
        Assert.True((await client.DeregisterAsync("never")).Ok);
    }

    [Theory]
    [InlineData("BatchInstanceRequest")]
    [InlineData("SubscribeServiceRequest")] // the C# SDK sends it so
    public async Task Batch_ReplacesTheWholeList(string type)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        var batch = await client.RequestAsync(type, NamingCalls.BatchBody("s", 1, 2, 3));
        Assert.Equal(("BatchInstanceResponse", 200, "batchRegisterInstance"), (batch.Type, batch.ResultCode, batch.Text("type")));
        Assert.Equal("1 2 3", (await client.QueryAsync("s")).Ports());
        await client.RequestAsync(type, NamingCalls.BatchBody("s", 3, 4));
        Assert.Equal("3 4", (await client.QueryAsync("s")).Ports());
        await client.RequestAsync(type, NamingCalls.BatchBody("s"));
        Assert.Empty((await client.QueryAsync("s")).Ports());
    }

    [Fact]
    public async Task Connection_TakesItsInstancesAlong()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        var other = await server.NamingAsync();
        await client.RegisterAsync("s", 1);
        await other.RegisterAsync("s", 2);
        await other.BatchAsync("t", 1, 2);
        Assert.Equal("1 2", (await client.QueryAsync("s")).Ports());
        await other.DisposeAsync();
        await Wait.UntilAsync(async () => (await client.QueryAsync("t")).Ports().Length == 0, "the batch to go with its connection");
        Assert.Equal("1", (await client.QueryAsync("s")).Ports());
    }

    [Fact]
    public async Task Query_ChoosesByClusterAndHealth_AndEchoesTheClusters()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var a = await server.NamingAsync();
        await using var b = await server.NamingAsync();
        await using var c = await server.NamingAsync();
        await a.RegisterAsync("s", """{"ip":"1.1.1.1","port":1,"clusterName":"a"}""");
        await b.RegisterAsync("s", """{"ip":"1.1.1.1","port":2,"clusterName":"b","healthy":false}""");
        await c.RegisterAsync("s", """{"ip":"1.1.1.1","port":3,"clusterName":"a","enabled":false}""");
        Assert.Equal("1 2", (await a.QueryAsync("s")).Ports());
        Assert.Equal("1", (await a.QueryAsync("s", "\"healthyOnly\":true")).Ports());
        Assert.Equal("2", (await a.QueryAsync("s", "\"cluster\":\"b\"")).Ports());
        var some = await a.QueryAsync("s", "\"cluster\":\"x,a\"");
        Assert.Equal("1", some.Ports());
        Assert.Equal("x,a", some.Service().GetProperty("clusters").GetString());
    }

    [Fact]
    public async Task ServiceThatThereIsNot_IsEmpty()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var query = await client.QueryAsync("never");
        Assert.True(query.Ok);
        Assert.Empty(query.Hosts());
        Assert.Equal(0, (await client.ListAsync(1, 10)).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task List_IsOfOneGroup_PageByPage()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        for (var i = 5; i >= 1; i--) await client.RegisterAsync($"s{i}", i);
        await client.DeregisterAsync("s1"); // an empty one is there for a while
        (int Page, int Size, string Names)[] pages =
        [
            (1, 10, "s1 s2 s3 s4 s5"), (2, 2, "s3 s4"), (3, 2, "s5"), (4, 2, ""), (0, 2, "s1 s2"), (-1, 1, "s1"), (1, 0, ""), (int.MaxValue, int.MaxValue, ""),
        ];
        foreach (var (page, size, names) in pages)
        {
            var list = await client.ListAsync(page, size);
            Assert.Equal((5, names), (list.Json.GetProperty("count").GetInt32(), string.Join(' ', list.Names())));
        }
        Assert.Empty((await client.ListAsync(1, 10, "OTHER")).Names());
        Assert.Empty((await client.ListAsync(1, 10, namespaceId: "")).Names()); // Nacos: no default here
        var refused = await client.ListAsync(1, 10, "a b");
        Assert.Equal(("ServiceListResponse", 400, false), (refused.Type, refused.ErrorCode, refused.Has("serviceNames")));
        Assert.Equal(0, refused.Json.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("registerInstance", "null", 400, "Instance can not be null.")]
    [InlineData("deregisterInstance", "null", 400, "Instance can not be null.")]
    [InlineData("nonsense", "null", 400, "Unsupported request type nonsense")]
    [InlineData("registerInstance", """{"ip":"1.1.1.1","port":1,"clusterName":"a_b"}""", 400,
        "Instance 'clusterName' should be characters with only 0-9a-zA-Z-. (current: a_b)")]
    [InlineData("registerInstance", """{"ip":"1.1.1.1","port":1,"metadata":{"preserved.heart.beat.timeout":"1"}}""", 400,
        "Instance 'heart beat interval' must less than 'heart beat timeout' and 'ip delete timeout'.")]
    [InlineData("registerInstance", """{"ip":"1.1.1.1","port":1,"metadata":{"preserved.instance.id.generator":"x"}}""", 500,
        "The InstanceIdGenerator type is not found ")]
    public async Task IllegalRegistration_IsAnErrorResponse(string type, string instance, int code, string message)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        AssertError(await client.RegisterAsync("s", instance, type), code, message);
        Assert.Empty((await client.QueryAsync("s")).Hosts());
    }

    [Theory]
    [InlineData("""{"ip":"1 1","port":1}""", "ip")]
    [InlineData("""{"ip":"1.1.1.1","port":65536}""", "port")]
    [InlineData("""{"ip":"1.1.1.1","port":-1}""", "port")]
    [InlineData("""{"ip":"1.1.1.1","port":1,"clusterName":"a b"}""", "cluster")]
    public async Task IllegalParameter_IsRefusedByEveryRegistration(string instance, string parameter)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        foreach (var (type, body, answer) in new[]
        {
            ("InstanceRequest", $"\"type\":\"registerInstance\",\"instance\":{instance}", "InstanceResponse"),
            ("PersistentInstanceRequest", $"\"type\":\"registerInstance\",\"instance\":{instance}", "InstanceResponse"),
            ("BatchInstanceRequest", $"\"type\":\"batchRegisterInstance\",\"instances\":[{instance}]", "BatchInstanceResponse"),
        })
        {
            var refused = await client.RequestAsync(type, NamingCalls.Body("s", body));
            Assert.Equal((answer, 500, 400), (refused.Type, refused.ResultCode, refused.ErrorCode));
            Assert.StartsWith($"Param check invalid:Param '{parameter}' is illegal", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NamelessService_IsRefused()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.NamingAsync();
        const string Problem = "Param 'serviceName' is illegal, serviceName is blank";
        AssertError(await client.RegisterAsync("", 1), 500, Problem);
        AssertError(await client.BatchAsync("", 1), 500, Problem);
        AssertError(await client.SubscribeAsync(""), 500, Problem);
        var groupless = await client.RequestAsync("InstanceRequest", """{"namespace":"public","serviceName":"s"}""");
        AssertError(groupless, 500, "Param 'groupName' is illegal, groupName is blank");
    }

    [Theory]
    [InlineData("InstanceRequest", "\"type\":\"registerInstance\",\"instance\":{\"ip\":\"1.1.1.1\",\"port\":1}")]
    [InlineData("BatchInstanceRequest", "\"type\":\"batchRegisterInstance\",\"instances\":[{\"ip\":\"1.1.1.1\",\"port\":1}]")]
    [InlineData("SubscribeServiceRequest", "\"subscribe\":true,\"clusters\":\"\"")]
    [InlineData("SubscribeServiceRequest", "\"subscribe\":false,\"clusters\":\"\"")]
    public async Task ConnectionOfAnotherModule_MayNotWrite(string type, string body)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var refused = await client.RequestAsync(type, NamingCalls.Body("s", body));
        Assert.Equal(("ErrorResponse", -401, -401), (refused.Type, refused.ResultCode, refused.ErrorCode));
        Assert.True((await client.DeregisterAsync("never")).Ok);
    }

    [Fact]
    public async Task OneClient_HoldsSoManyAndNoMore()
    {
        await using var server = await GrpcServer.StartAsync(naming: o => (o.MaxRegistrationsPerClient, o.MaxSubscriptionsPerClient) = (2, 3));
        await using var client = await server.NamingAsync();
        for (var i = 0; i < 2; i++) Assert.True((await client.RegisterAsync($"s{i}", 1)).Ok);
        for (var i = 0; i < 3; i++) Assert.True((await client.SubscribeAsync($"s{i}")).Ok);
        AssertRefused(await client.RegisterAsync("s9", 1), "InstanceResponse", "client registers too many services, over 2");
        AssertRefused(await client.BatchAsync("s9", 1), "BatchInstanceResponse", "client registers too many services, over 2");
        AssertRefused(await client.SubscribeAsync("s9"), "SubscribeServiceResponse", "client subscribes to too many services, over 3");
        Assert.True((await client.RegisterAsync("s1", 2)).Ok); // what it has it may change
        Assert.True((await client.SubscribeAsync("s1")).Ok);
        await client.SubscribeAsync("s1", subscribe: false);
        Assert.True((await client.SubscribeAsync("s9")).Ok);
    }

    private static void AssertError(SdkMessage answer, int code, string message) =>
        Assert.Equal(("ErrorResponse", code, code, message), (answer.Type, answer.ResultCode, answer.ErrorCode, answer.Message));

    private static void AssertRefused(SdkMessage answer, string type, string message) =>
        Assert.Equal((type, 500, 503, message), (answer.Type, answer.ResultCode, answer.ErrorCode, answer.Message));
}
