using Batata.Api.Nacos.Tests.Grpc;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Ai;

public sealed class McpRequestTests
{
    [Fact]
    public async Task ReleasedVersion_IsFound_WithTheAddressesOfConnectionsThatLive()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var reader = await server.ConnectAsync(module: "ai");
        Assert.Equal(404, (await QueryAsync(reader)).ErrorCode);
        await using (var owner = await server.ConnectAsync(module: "ai"))
        {
            Assert.True((await ReleaseAsync(owner, "1.0.0", latest: false)).Ok);
            Assert.Equal(409, (await ReleaseAsync(owner, "1.0.0", latest: false)).ErrorCode);
            var registered = await owner.RequestAsync("McpServerEndpointRequest", """{"mcpName":"m","address":"10.0.0.1","port":80,"version":"1.0.0","type":"registerEndpoint"}""");
            Assert.True(registered.Ok);
            var endpoint = Assert.Single((await QueryAsync(reader)).Json.GetProperty("mcpServerDetailInfo").GetProperty("backendEndpoints").EnumerateArray());
            Assert.Equal("10.0.0.1", endpoint.GetProperty("address").GetString());
        }
        await Batata.Testing.Wait.UntilAsync(
            async () => (await QueryAsync(reader)).Json.GetProperty("mcpServerDetailInfo").GetProperty("backendEndpoints").GetArrayLength() == 0, "the address to go");
    }

    [Fact]
    public async Task LaterVersion_IsTheLatest_OnlyIfItSaysSo()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync(module: "ai");
        foreach (var (version, latest) in new[] { ("1.0.0", false), ("1.1.0", false), ("2.0.0", true) }) Assert.True((await ReleaseAsync(client, version, latest)).Ok);
        var versions = (await QueryAsync(client)).Json.GetProperty("mcpServerDetailInfo").GetProperty("allVersions").EnumerateArray().ToList();
        Assert.Equal(["1.0.0", "1.1.0", "2.0.0"], versions.Select(static one => one.GetProperty("version").GetString()));
        Assert.Equal([false, false, true], versions.Select(static one => one.GetProperty("is_latest").GetBoolean()));
        Assert.Equal([true, false, true], versions.Select(static one => one.TryGetProperty("release_date", out _)));
    }

    private static Task<SdkMessage> QueryAsync(NacosGrpcClient client) => client.RequestAsync("QueryMcpServerRequest", """{"mcpName":"m"}""");

    private static Task<SdkMessage> ReleaseAsync(NacosGrpcClient client, string version, bool latest) => client.RequestAsync(
        "ReleaseMcpServerRequest",
        $$"""{"mcpName":"m","serverSpecification":{"name":"m","protocol":"mcp-sse","versionDetail":{"version":"{{version}}","is_latest":{{(latest ? "true" : "false")}}},"remoteServerConfig":{"exportPath":"/sse"} } }""");
}
