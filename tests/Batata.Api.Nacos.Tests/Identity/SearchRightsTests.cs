using System.Text.Json;
using Batata.Application.Identity;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>Searches over all namespaces find what the caller may read, and nothing else.</summary>
public sealed class SearchRightsTests : IAsyncLifetime
{
    private static readonly string[] _lists = ["/v3/admin/cs/config/list", "/v3/console/cs/config/list", "/v3/console/cs/config/searchDetail"];
    private GuardedServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await GuardedServer.StartAsync(new IdentityOptions());
        foreach (var tenant in (string[])["one", "two", "three"])
        {
            foreach (var dataId in (string[])["a", "b"])
                Assert.Equal(200, await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", _server.Token, ("dataId", dataId), ("group", "G"), ("tenant", tenant), ("content", $"text of {dataId}")));
        }
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("&configDetail=*text*")]
    public async Task Search_OverAllNamespaces_FindsWhatTheCallerMayRead(string more)
    {
        var token = await _server.AddUserAsync("amy", ("one:*:*", "r"), ("two:G:config/b", "rw"), ("three:*:*", "w"));
        foreach (var list in _lists)
        {
            Assert.Equal(["one/a", "one/b", "two/b"], await FindAsync(list + "?namespaceId=*&search=blur" + more, token, total: 3));
            Assert.Equal(["two/b"], await FindAsync(list + "?namespaceId=t*&search=blur" + more, token, total: 1));
            Assert.Equal(["two/b"], await FindAsync(list + "?namespaceId=*&search=blur&pageNo=2&pageSize=2" + more, token, total: 3)); // pages of what it may read
            Assert.Equal(6, (await FindAsync(list + "?namespaceId=*&search=blur" + more, _server.Token, total: 6)).Count);
        }
    }

    [Fact]
    public async Task Search_InOneNamespace_NeedsItsRight_AlsoBesideAStar()
    {
        var token = await _server.AddUserAsync("amy", ("one:*:*", "r"));
        foreach (var list in _lists)
        {
            Assert.Equal(200, await _server.StatusAsync(HttpMethod.Get, list + "?namespaceId=one", token));
            Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, list + "?namespaceId=two", token));
            Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, list + "?namespaceId=*&tenant=two&search=blur", token));
            Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, list + "?namespaceId=*&search=blur", null));
        }
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?search=blur&dataId=*&group=*&tenant=*&pageNo=1&pageSize=9", token));
        Assert.Empty(await FindAsync(_lists[0] + "?namespaceId=*&search=blur", await _server.AddUserAsync("bob"), total: 0));
    }

    private async Task<List<string>> FindAsync(string path, string token, int total)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path, token);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        var page = json.RootElement.GetProperty("data");
        Assert.Equal(total, page.GetProperty("totalCount").GetInt32());
        return [.. page.GetProperty("pageItems").EnumerateArray().Select(static row => $"{row.GetProperty("namespaceId").GetString()}/{row.GetProperty("dataId").GetString()}")];
    }
}
