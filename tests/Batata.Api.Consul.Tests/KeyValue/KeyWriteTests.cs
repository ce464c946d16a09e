using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.KeyValue;

/// <summary>What a write of a key is refused for, and what it leaves behind then: nothing.</summary>
public sealed class KeyWriteTests : IAsyncLifetime
{
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/v1/kv/a%FF", 400, "invalid key name, it is not UTF-8")]
    [InlineData("/v1/kv/a?flags=1%00", 500, @"strconv.ParseUint: parsing ""1\x00"": invalid syntax")]
    [InlineData("/v1/kv/a?cas=%221", 500, @"strconv.ParseUint: parsing ""\""1"": invalid syntax")]
    [InlineData("/v1/kv/a?acquire=%22x%07", 500, @"raft apply failed: invalid session ""\""x\a""")]
    [InlineData("/v1/kv/a?acquire=", 500, "raft apply failed: missing session")]
    [InlineData("/v1/kv/a?cas", 500, @"strconv.ParseUint: parsing """": invalid syntax")]
    [InlineData("/v1/kv/a?flags=1&flags=x&cas=1&release", 400, "Conflicting flags: cas=1&flags=1&flags=x&release=\n")]
    [InlineData("/v1/kv/?flags=x&cas=x&acquire=x", 400, "Missing key name")]
    public async Task Refused_LeavesNothing(string path, int status, string text)
    {
        var refused = await _server.SendAsync("PUT", path, "v");
        Assert.Equal((status, text), (refused.Status, refused.Body));
        Assert.Equal("[]", (await _server.GetAsync("/v1/kv/?keys")).Body);
    }
}
