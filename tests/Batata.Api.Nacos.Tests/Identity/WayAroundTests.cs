using System.Net.Http.Headers;
using System.Text;
using Batata.Application.Identity;
using Batata.Domain.Configs;
using Batata.Application.Configs;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>Ways around the check that are open in Nacos, or once were (docs/security.md).</summary>
public sealed class WayAroundTests : IAsyncLifetime
{
    private GuardedServer _server = null!;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync(
        new IdentityOptions { ServerIdentityKey = "X-Ours", ServerIdentityValue = "a secret of ours" }, static nacos => nacos.PrometheusEnabled = true);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>CVE-2021-29441.</summary>
    [Theory]
    [InlineData("User-Agent", "Nacos-Server")]
    [InlineData("User-Agent", "Nacos-Server:v1.4.0")]
    [InlineData("Client-Version", "Nacos-Server")]
    [InlineData("serverIdentity", "security")]
    [InlineData("X-Ours", "a secret of our")]
    [InlineData("X-Ours", "A secret of ours")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    public async Task Header_ThatClaimsToBeAServer_OpensNothing(string name, string value)
    {
        foreach (var path in (string[])["/v1/auth/users?search=accurate&pageNo=1&pageSize=9", "/v1/cs/configs?dataId=a&group=G", "/v3/admin/core/cluster/node/list"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/nacos" + path);
            request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await _server.Server.Client.SendAsync(request);
            Assert.Equal(403, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task ServerIdentity_OpensTheMainPort_AndNotTheConsole()
    {
        using var console = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_server.Server.ConsolePort}") };
        foreach (var (client, path, expected) in (((HttpClient, string, int)[])[(_server.Server.Client, "/nacos/v3/auth/user/search?username=n", 200), (console, "/v3/auth/user/search?username=n", 403)]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Ours", "a secret of ours");
            using var answer = await client.SendAsync(request);
            Assert.Equal(expected, (int)answer.StatusCode);
        }
    }

    /// <summary>Spellings of a path that a filter and a router may read differently.</summary>
    [Theory]
    [InlineData("/nacos/v1/auth/users/")]
    [InlineData("/nacos/v1/auth/users/?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos//v1/auth/users?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos/v1/auth/./users?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos/v1/console/health/../../auth/users?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos/v1/auth;x=1/users?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos/v1/auth/%75sers?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos/V1/auth/users?search=accurate&pageNo=1&pageSize=9")]
    [InlineData("/nacos/v1%2fauth/users?search=accurate&pageNo=1&pageSize=9")]
    public async Task Path_InAnotherSpelling_ShowsNothing(string path)
    {
        var raw = await RawClient.SendAsync(_server.Server.Port, $"GET {path}");

        Assert.Matches(@"^HTTP/1\.1 4\d\d ", raw);
        Assert.DoesNotContain("pageItems", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_OfOtherNamespaces_AreNotRemovedOrReadOrCloned()
    {
        await PublishAsync("secret", "elsewhere");
        await PublishAsync("mine", "mine");
        var secret = await IdOfAsync("secret", "elsewhere");
        var token = await _server.AddUserAsync("amy", ("mine:*:*", "rw"));

        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Delete, $"/v1/cs/configs?delType=ids&tenant=mine&ids={secret}", token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Delete, $"/v3/console/cs/config/batchDelete?namespaceId=mine&ids={secret}", token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, $"/v3/console/cs/config/export2?namespaceId=mine&ids={secret}", token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, $"/v1/cs/configs?exportV2=true&tenant=mine&ids={secret}", token));
        Assert.Equal(403, await CloneAsync($"/v3/console/cs/config/clone?targetNamespaceId=mine", $$"""[{"cfgId":{{secret}}}]""", token));
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=secret&group=G&tenant=mine", token));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=secret&group=G&tenant=elsewhere", _server.Token));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Delete, $"/v1/cs/configs?delType=ids&tenant=mine&ids={await IdOfAsync("mine", "mine")}", token));
    }

    [Fact]
    public async Task TwoNames_ForOneNamespace_NeedBothRights()
    {
        await PublishAsync("secret", "elsewhere");
        var token = await _server.AddUserAsync("amy", ("mine:*:*", "rw"));

        foreach (var path in (string[])
        [
            "/v1/cs/configs?dataId=secret&group=G&tenant=elsewhere&namespaceId=mine",
            "/v3/client/cs/config?dataId=secret&groupName=G&namespaceId=elsewhere&tenant=mine",
            "/v1/ns/instance/list?serviceName=other%40%40s&groupName=G&namespaceId=elsewhere",
        ])
        {
            Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, path, token));
        }
    }

    [Fact]
    public async Task Listening_ToAnotherNamespace_NeedsItsRight()
    {
        var token = await _server.AddUserAsync("amy", ("mine:*:*", "r"));

        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs/listener?tenant=mine", token, ("Listening-Configs", "a\u0002G\u0002x\u0002mine\u0001")));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs/listener?tenant=mine", token, ("Listening-Configs", "a\u0002G\u0002x\u0002elsewhere\u0001")));
    }

    /// <summary>CVE-2021-44667: what comes in a request does not go out as a page.</summary>
    [Fact]
    public async Task Markup_InARequest_IsNoMarkupInItsAnswer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nacos/v1/auth/users?search=accurate&pageNo=%3Cscript%3E&pageSize=9&accessToken=" + _server.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await _server.Server.Client.SendAsync(request);

        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    /// <summary>CVE-2021-29442.</summary>
    [Theory]
    [InlineData("/v1/cs/ops/derby?sql=select+*+from+users")]
    [InlineData("/v3/admin/cs/ops/derby?sql=select+*+from+users")]
    public async Task Sql_IsAnsweredToNobody(string path)
    {
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, path, null));
        using var answer = await _server.SendAsync(HttpMethod.Get, path, _server.Token);
        Assert.DoesNotContain("$2a$", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongPassword_ThatBeginsWithTheRightOne_IsRefused()
    {
        var long72 = new string('p', 72);
        await _server.PostAsync("/v3/auth/user", _server.Token, ("username", "amy"), ("password", long72));

        Assert.NotEmpty(await _server.LoginAsync("amy", long72));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", "amy"), ("password", long72 + "x")));
    }

    [Fact]
    public async Task ManyFailedLogins_AreBraked_ForThatUserAlone()
    {
        await using var server = await GuardedServer.StartAsync(new IdentityOptions { MaxFailedLogins = 3, BrakeSeconds = 86_400 });
        await server.AddUserAsync("amy");
        for (var i = 0; i < 3; i++) Assert.Equal(403, await server.StatusAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", "nacos"), ("password", "guess")));

        Assert.Equal(429, await server.StatusAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", "nacos"), ("password", "another guess")));
        Assert.Equal(429, await server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=a&group=G&username=nacos&password=guess", null));
        Assert.NotEmpty(await server.LoginAsync("amy", GuardedServer.Password));
        Assert.Equal(404, await server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=a&group=G", server.Token)); // who is logged in goes on
    }

    private async Task PublishAsync(string dataId, string tenant) =>
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", _server.Token, ("dataId", dataId), ("group", "G"), ("tenant", tenant), ("content", "x")));

    private async Task<long> IdOfAsync(string dataId, string tenant)
    {
        var found = await _server.Server.Services.GetRequiredService<IConfigQueries>().FindAsync(ConfigKey.Of(dataId, "G", tenant), CancellationToken.None);
        return found!.Version.Id;
    }

    private async Task<int> CloneAsync(string path, string json, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/nacos" + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var answer = await _server.Server.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
