using System.Net.Http.Json;
using System.Text.Json;
using Batata.Api.Nacos.Tests.Identity;
using Batata.Testing;

namespace Batata.Api.Nacos.Tests.Audit;

/// <summary>The query over the real files.</summary>
public sealed class AuditQueryTests : IAsyncLifetime
{
    private const string List = "/v3/admin/core/audit/list";

    private GuardedServer _server = null!;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Records_AreFoundByWhatTheyHold_NewestFirst()
    {
        foreach (var name in (string[])["a", "b", "c"]) await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", _server.Token, ("dataId", name), ("group", "G"), ("content", "x"));
        await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", null, ("dataId", "d"), ("group", "G"), ("content", "x"));

        await Wait.UntilAsync(async () => (await AskAsync("")).GetProperty("totalCount").GetInt32() == 6, "six records");
        var page = await AskAsync("?action=publishconfig&pageNo=2&pageSize=2");
        Assert.Equal((3, 2, 2), (page.GetProperty("totalCount").GetInt32(), page.GetProperty("pageNumber").GetInt32(), page.GetProperty("pagesAvailable").GetInt32()));
        Assert.Equal("public:G:config/a", Assert.Single(page.GetProperty("pageItems").EnumerateArray()).GetProperty("resource").GetString());
        Assert.Equal(1, await CountAsync("?result=refused"));
        Assert.Equal(4, await CountAsync("?username=nacos"));
        Assert.Equal(1, await CountAsync("?resource=config/b"));
        Assert.Equal(0, await CountAsync("?endTime=1000"));
        Assert.Equal(6, await CountAsync("?startTime=2026-01-01T00:00:00Z&ip=127.0.0"));
    }

    [Theory]
    [InlineData("?pageNo=0")]
    [InlineData("?pageSize=1001")]
    [InlineData("?startTime=soon")]
    [InlineData("?endTime=99999999999999999")]
    [InlineData("?result=maybe")]
    [InlineData("?pageNo=x")]
    public async Task WrongQuestion_IsRefused(string query) => Assert.Equal(400, await _server.StatusAsync(HttpMethod.Get, List + query, _server.Token));

    [Fact]
    public async Task OnlyAdministrators_MayAsk()
    {
        var token = await _server.AddUserAsync("amy", ("*:*:*", "rw"), ("*", "rw"));

        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, List, token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, "/v3/console/core/audit/list", token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, List, null));
    }

    private async Task<int> CountAsync(string query) => (await AskAsync(query)).GetProperty("totalCount").GetInt32();

    private async Task<JsonElement> AskAsync(string query)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, List + query, _server.Token);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }
}
