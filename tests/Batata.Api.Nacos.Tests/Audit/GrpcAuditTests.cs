using Batata.Api.Nacos.Tests.Grpc;
using Batata.Application.Audit;

namespace Batata.Api.Nacos.Tests.Audit;

public sealed class GrpcAuditTests
{
    [Fact]
    public async Task Changes_AreKept_ReadsAndInstancesAreNot()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();

        await client.PublishAsync("a", "x");
        await client.RequestAsync("ConfigQueryRequest", """{"dataId":"a","group":"DEFAULT_GROUP","tenant":""}""");
        await client.RequestAsync("ConfigRemoveRequest", """{"dataId":"a","group":"g","tenant":"dev"}""");

        Assert.Equal(["PublishConfig", "RemoveConfig"], server.Audit.Records.Select(static record => record.Action));
        var removed = server.Audit.Records[1];
        Assert.Equal(("ConfigRemoveRequest", "dev:g:config/a", "127.0.0.1", AuditResult.Done), (removed.Call, removed.Resource, removed.Address, removed.Result));
    }

    [Fact]
    public async Task RefusedChange_IsKeptAsOne()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();

        var answer = await client.RequestAsync("ConfigPublishRequest", """{"dataId":"a","group":"not / legal","tenant":"","content":"x"}""");

        Assert.False(answer.Ok);
        Assert.Equal(AuditResult.Refused, Assert.Single(server.Audit.Records).Result);
    }

    [Fact]
    public async Task Instances_AreKeptWhenAskedFor()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync(module: "naming");
        const string register = """{"namespace":"public","serviceName":"s","groupName":"g","type":"registerInstance","instance":{"ip":"1.1.1.1","port":1}}""";

        await client.RequestAsync("InstanceRequest", register);
        Assert.Empty(server.Audit.Records);
        server.Audit.KeepsClients = true;
        await client.RequestAsync("InstanceRequest", register);

        Assert.Equal("public:g:naming/s", Assert.Single(server.Audit.Records).Resource);
    }
}
