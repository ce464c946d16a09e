using Batata.Application.Cluster;
using Batata.Domain.Configs;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class ConfigRequestTests
{
    [Fact]
    public async Task Query_OfFormalVersion_TellsAllThatSdksNeed()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "über \"x\"\n", addition: new() { ["type"] = "yaml", ["encryptedDataKey"] = "key" });
        var answer = await client.QueryAsync("a");
        Assert.Equal("ConfigQueryResponse", answer.Type);
        Assert.Equal((200, 0), (answer.ResultCode, answer.ErrorCode));
        Assert.Equal("über \"x\"\n", answer.Text("content"));
        Assert.Equal(ConfigCalls.Md5("über \"x\"\n"), answer.Text("md5"));
        Assert.Equal("yaml", answer.Text("contentType"));
        Assert.Equal("key", answer.Text("encryptedDataKey"));
        Assert.True(answer.Json.GetProperty("lastModified").GetInt64() > 0);
        Assert.False(answer.Json.GetProperty("beta").GetBoolean());
        Assert.False(answer.Has("tag")); // Go and Python take it for a boolean
        Assert.False(answer.Has("requestId"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("public", true)]
    [InlineData("  ", true)]
    [InlineData("null", false)]
    [InlineData("other", false)]
    public async Task Query_TakesBlankNamespacesForPublic(string tenant, bool found)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "x");
        var answer = await client.QueryAsync("a", tenant);
        Assert.Equal(found ? 0 : 300, answer.ErrorCode);
        if (!found) Assert.Equal(("config data not exist", 0), (answer.Message, answer.Json.GetProperty("lastModified").GetInt32()));
    }

    [Fact]
    public async Task Query_OfContentThatIsNotInMemory_FetchesIt()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.PublishAsync("a", "x");
        server.Configs.NothingCached = true;
        Assert.Equal("x", (await client.QueryAsync("a")).Text("content"));
        Assert.Equal(300, (await client.QueryAsync("b")).ErrorCode);
    }

    [Fact]
    public async Task Query_ChoosesByAddressAndTag()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync("10.0.0.1");
        await using var beta = await server.ConnectAsync("10.0.0.2");
        await using var tagged = await server.ConnectAsync("10.0.0.3", "\"labels\":{\"source\":\"sdk\",\"app_Vipserver-Tag\":\"blue:1\"}");
        await using var bare = await server.ConnectAsync("10.0.0.4", "\"labels\":{\"source\":\"sdk\",\"Vipserver-Tag\":\"blue:1\"}");
        await client.PublishAsync("a", "main", addition: new() { ["type"] = "json" });
        await client.PublishAsync("a", "for beta", addition: new() { ["betaIps"] = "10.0.0.9,10.0.0.2" });
        await client.PublishAsync("a", "for blue", addition: new() { ["tag"] = "blue:1" });

        Assert.Equal("main", (await client.QueryAsync("a")).Text("content"));
        Assert.Equal("main", (await bare.QueryAsync("a")).Text("content"));

        var toBeta = await beta.QueryAsync("a");
        Assert.Equal(("for beta", "json"), (toBeta.Text("content"), toBeta.Text("contentType")));
        Assert.True(toBeta.Json.GetProperty("beta").GetBoolean());
        Assert.False(toBeta.Has("encryptedDataKey"));

        foreach (var toBlue in (SdkMessage[])[await tagged.QueryAsync("a"), await client.QueryAsync("a", tag: "blue:1")])
            Assert.Equal(("for blue", "blue%3A1"), (toBlue.Text("content"), toBlue.Text("tag")));

        var missing = await client.QueryAsync("a", tag: "red");
        Assert.Equal((300, "red"), (missing.ErrorCode, missing.Text("tag")));
        Assert.False((await client.QueryAsync("none", tag: "red")).Has("tag"));
    }

    [Fact]
    public async Task Publish_ComparesWithTheStoredMd5()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        Assert.True((await client.PublishAsync("a", "1", casMd5: "anything")).Ok);
        Assert.True((await client.PublishAsync("a", "2", casMd5: ConfigCalls.Md5("1"))).Ok);
        var refused = await client.PublishAsync("a", "3", casMd5: ConfigCalls.Md5("1"));
        Assert.Equal(("ConfigPublishResponse", 500, 500), (refused.Type, refused.ResultCode, refused.ErrorCode));
        Assert.Equal("Cas publish fail, server md5 may have changed.", refused.Message);
        Assert.True((await client.PublishAsync("a", "4", casMd5: " ")).Ok);
        Assert.Equal("4", (await client.QueryAsync("a")).Text("content"));
    }

    [Theory]
    [InlineData("{}", 400, "invalid dataId : null")]
    [InlineData("{\"dataId\":\"a\",\"content\":\"x\"}", 400, "invalid group : null")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"g\"}", 400, "content is blank : null")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"g\",\"content\":\" \"}", 400, "content is blank :  ")]
    [InlineData("{\"dataId\":\"a b\",\"group\":\"g\",\"content\":\"x\"}", 400,
        "Param check invalid:Param 'dataId' is illegal, illegal characters should not appear in the param.")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"g\",\"tenant\":\"a.b\",\"content\":\"x\"}", 400,
        "Param check invalid:Param 'namespaceId/tenant' is illegal, illegal characters should not appear in the param.")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"g\",\"content\":\"x\",\"additionMap\":{\"tag\":\"bad tag\"}}", 500, "invalid tag : bad tag")]
    [InlineData("{\"dataId\":\"a\",\"group\":\"g\",\"content\":\"x\",\"additionMap\":{\"config_tags\":\"1,2,3,4,5,6\"}}", 500, "too much config_tags, over 5")]
    public async Task Publish_OfWhatIsIllegal_IsRefused(string body, int errorCode, string message)
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var answer = await client.RequestAsync("ConfigPublishRequest", body);
        Assert.Equal(("ConfigPublishResponse", 500, errorCode, message), (answer.Type, answer.ResultCode, answer.ErrorCode, answer.Message));
        Assert.Empty(server.Configs.Published);
    }

    [Fact]
    public async Task Publish_TakesDescriptionsAndAuthor()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync("10.1.1.1");
        await client.PublishAsync("a", "x", addition: new()
        {
            ["appName"] = "shop", ["src_user"] = "kim", ["config_tags"] = "t1,,t2,t1", ["desc"] = "d", ["use"] = "u", ["effect"] = "e", ["schema"] = "s",
            ["type"] = "no such type", ["betaIps"] = null, ["tag"] = "", ["unknown"] = "y",
        });
        var stored = server.Configs.Stored("a").Formal!;
        Assert.Equal(("shop", "text", "d", "u", "e", "s"), (
            stored.Description.AppName, stored.Description.Type, stored.Description.Desc, stored.Description.Use, stored.Description.Effect, stored.Description.Schema));
        Assert.Equal(["t1", "t2"], stored.Description.Tags!);
        Assert.Equal(new ConfigAuthor("kim", "10.1.1.1"), stored.Author);
    }

    [Fact]
    public async Task Remove_OfNothing_Succeeds_AndGrayVersionsGoByName()
    {
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        Assert.True((await client.RemoveAsync("never")).Ok);
        await client.PublishAsync("a", "main");
        await client.PublishAsync("a", "gray", addition: new() { ["tag"] = "exactly-16-chars" });
        Assert.True((await client.RemoveAsync("a", tag: "tag_exactly-16-chars")).Ok);
        Assert.Equal(300, (await client.QueryAsync("a", tag: "exactly-16-chars")).ErrorCode);
        Assert.Equal("main", (await client.QueryAsync("a")).Text("content"));
        Assert.True((await client.RemoveAsync("a")).Ok);
        Assert.Equal(300, (await client.QueryAsync("a")).ErrorCode);
    }

    [Fact]
    public async Task Remove_ThatFails_IsNeverTakenForDone()
    {
        // Python looks at the error code alone. Nacos leaves it 0; so do we where there is nothing that could be left.
        await using var server = await GrpcServer.StartAsync();
        await using var client = await server.ConnectAsync();
        Assert.Equal((500, 0, "invalid dataId : null"), Codes(await client.RequestAsync("ConfigRemoveRequest", "{}")));
        Assert.Equal((500, 0, "too long tag, over 16"), Codes(await client.RemoveAsync("a", tag: "tag-longer-than-16")));
        server.Configs.Refuse = ClusterFailures.Unavailable("no leader");
        Assert.Equal((500, 500, "no leader"), Codes(await client.RemoveAsync("a")));
        Assert.Equal((500, 500, "no leader"), Codes(await client.PublishAsync("a", "x")));

        static (int, int, string?) Codes(SdkMessage answer) => (answer.ResultCode, answer.ErrorCode, answer.Message);
    }

    [Fact]
    public async Task ParamCheck_CanBeSwitchedOff()
    {
        await using var server = await GrpcServer.StartAsync(nacos: options => options.ParamCheck = false);
        await using var client = await server.ConnectAsync();
        Assert.True((await client.PublishAsync("ä", "x")).Ok);
    }
}
