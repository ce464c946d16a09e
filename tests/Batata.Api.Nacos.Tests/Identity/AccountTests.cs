using System.Text.Json;
using Batata.Application.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>What recordings of Nacos do not say, since Nacos does not do it: tokens end with what they were given for.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Read = "/v1/cs/configs?dataId=none&group=G";

    private GuardedServer _server = null!;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Token_OfARemovedUser_IsOver_AndItsRolesAreGone()
    {
        var token = await _server.AddUserAsync("amy", ("public:*:*", "r"));
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, Read, token));

        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Delete, "/v3/auth/user?username=amy", _server.Token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, token));
        Assert.Equal(0, await CountAsync("/v3/auth/role/list?pageNo=1&pageSize=9&username=amy"));

        await _server.PostAsync("/v3/auth/user", _server.Token, ("username", "amy"), ("password", "another"));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, token)); // of the one before
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, await _server.LoginAsync("amy", "another")));
    }

    [Fact]
    public async Task ChangedPassword_EndsEveryTokenButTheOneItWasChangedWith()
    {
        var mine = await _server.AddUserAsync("amy", ("public:*:*", "r"));
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, Read, mine));

        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Put, "/v3/auth/user?username=amy&newPassword=by-the-administrator", _server.Token));

        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, mine));
        var after = await _server.LoginAsync("amy", "by-the-administrator");
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, Read, after));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Put, "/v3/auth/user?username=amy&newPassword=by-herself", after));
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, Read, after));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Put, "/v3/auth/user?username=amy&newPassword=again", _server.Token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, after));
    }

    [Fact]
    public async Task RemovedRole_TakesItsPermissionsWithIt()
    {
        var token = await _server.AddUserAsync("amy", ("public:*:*", "r"));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Delete, "/v3/auth/role?role=amy-role", _server.Token));

        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, token));
        Assert.Equal(0, await CountAsync("/v3/auth/permission/list?pageNo=1&pageSize=9&role=amy-role"));
        await _server.PostAsync("/v3/auth/role", _server.Token, ("username", "amy"), ("role", "amy-role"));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, token)); // a role of that name, and nothing more
    }

    [Fact]
    public async Task RemovedPermission_CountsAtOnce_WithoutANewLogin()
    {
        var token = await _server.AddUserAsync("amy", ("public:*:*", "r"), ("public:*:*", "w"));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", token, ("dataId", "a"), ("group", "G"), ("content", "x")));

        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Delete, "/v3/auth/permission?role=amy-role&resource=public:*:*&action=w", _server.Token));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", token, ("dataId", "a"), ("group", "G"), ("content", "y")));
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=a&group=G", token));
    }

    [Fact]
    public async Task Administrator_SetsAnybodysPassword_AndOthersOnlyTheirOwn()
    {
        var amy = await _server.AddUserAsync("amy");
        await _server.AddUserAsync("bob");

        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Put, "/v3/auth/user", _server.Token, ("username", "bob"), ("newPassword", "new-one")));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Put, "/v3/auth/user", amy, ("username", "bob"), ("newPassword", "stolen")));
        Assert.NotEmpty(await _server.LoginAsync("bob", "new-one"));
    }

    [Theory]
    [InlineData("/v3/auth/user", "username", "nacos", "password", "x")]
    [InlineData("/v3/auth/user", "username", "", "password", "x")]
    [InlineData("/v3/auth/user", "username", "a", "password", " ")]
    [InlineData("/v3/auth/user", "username", "012345678901234567890123456789012345678901234567890", "password", "x")]
    [InlineData("/v3/auth/role", "username", "nobody", "role", "r")]
    [InlineData("/v3/auth/role", "username", "nacos", "role", "ROLE_ADMIN")]
    [InlineData("/v1/auth/roles", "username", "nobody", "role", "r")]
    public async Task RefusedCall_OfAccounts_IsA400ThatSaysWhy(string path, string first, string firstValue, string second, string secondValue)
    {
        using var answer = await _server.SendAsync(HttpMethod.Post, path + "?accessToken=" + _server.Token, null, (first, firstValue), (second, secondValue));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.NotEmpty((await answer.Content.ReadAsStringAsync()).Trim());
    }

    [Fact]
    public async Task List_OfUsers_ShowsNoHash()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/v3/auth/user/list?pageNo=1&pageSize=9", _server.Token);

        Assert.DoesNotContain("$2a$", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("$2a$10$", _server.Server.Services.GetRequiredService<IIdentityState>().Current.Find("nacos")!.PasswordHash, StringComparison.Ordinal);
    }

    private async Task<int> CountAsync(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path, _server.Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("data").GetProperty("totalCount").GetInt32();
    }
}
