using System.Text.Json;
using Batata.Application.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>Logins of people whom a real directory vouches for.</summary>
public sealed class DirectoryTests(Slapd slapd) : IClassFixture<Slapd>
{
    private const string Read = "/v1/cs/configs?dataId=none&group=G";

    [Fact]
    public async Task Login_OfADirectoryUser_GetsAnAccountThatRolesCanBeGrantedTo()
    {
        await using var server = await StartAsync();

        var (token, name, isAdministrator) = await LoginAsync(server, "Bob", "bobs-own");

        Assert.Equal(("LDAP_Bob", false), (name, isAdministrator));
        Assert.Equal(403, await server.StatusAsync(HttpMethod.Get, Read, token));
        await server.PostAsync("/v3/auth/role", server.Token, ("username", "LDAP_Bob"), ("role", "readers"));
        await server.PostAsync("/v3/auth/permission", server.Token, ("role", "readers"), ("resource", "public:*:*"), ("action", "r"));
        Assert.Equal(404, await server.StatusAsync(HttpMethod.Get, Read, token));
        await LoginAsync(server, "Bob", "bobs-own"); // again: the role that was granted by hand stays
        Assert.Equal(404, await server.StatusAsync(HttpMethod.Get, Read, token));
    }

    [Fact]
    public async Task Groups_BecomeTheRolesThatTheSettingsName_AndFollowTheDirectory()
    {
        await using var server = await StartAsync(("operators", "ROLE_ADMIN"), ("nobody-is-in-it", "others"));

        var (token, name, isAdministrator) = await LoginAsync(server, "amy", "amys-own");

        Assert.Equal(("LDAP_amy", true), (name, isAdministrator));
        Assert.Equal(200, await server.StatusAsync(HttpMethod.Get, "/v3/auth/user/list?pageNo=1&pageSize=9", token));
        await server.PostAsync("/v3/auth/role", server.Token, ("username", "LDAP_amy"), ("role", "others"));
        await LoginAsync(server, "amy", "amys-own"); // she is not in that group, whoever granted it
        Assert.Equal(["ROLE_ADMIN"], Accounts(server).RolesOf("LDAP_amy"));
    }

    [Theory]
    [InlineData("amy", "bobs-own")]
    [InlineData("amy", "")]
    [InlineData("LDAP_amy", "amys-own")]
    [InlineData("LDAP_amy", "nacos")]
    [InlineData("a*", "amys-own")]
    [InlineData("amy)(uid=*", "amys-own")]
    [InlineData("*", "amys-own")]
    [InlineData("AMY", "amys-own")]
    [InlineData("nobody", "amys-own")]
    [InlineData("nacos", "amys-own")]
    public async Task Login_ThatTheDirectoryDoesNotVouchFor_IsRefused(string name, string password)
    {
        await using var server = await StartAsync();
        await LoginAsync(server, "amy", "amys-own");

        Assert.Equal(403, await server.StatusAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", name), ("password", password)));
    }

    /// <summary>S8: in Nacos everybody who knows the fixed password is everybody who ever came from the directory.</summary>
    [Fact]
    public async Task Account_OfADirectoryUser_HasNoPassword()
    {
        await using var server = await StartAsync();
        await LoginAsync(server, "amy", "amys-own");
        await LoginAsync(server, "Bob", "bobs-own");

        var (amy, bob) = (Accounts(server).Find("LDAP_amy")!, Accounts(server).Find("LDAP_Bob")!);
        Assert.StartsWith("!", amy.PasswordHash, StringComparison.Ordinal);
        Assert.NotEqual(amy.PasswordHash, bob.PasswordHash);
    }

    [Fact]
    public async Task Case_DoesNotCount_WhereTheSettingsSaySo()
    {
        await using var server = await StartAsync(change: static directory => directory.CaseSensitive = false);

        Assert.Equal("LDAP_bob", (await LoginAsync(server, "BOB", "bobs-own")).Name);
        Assert.Equal("LDAP_bob", (await LoginAsync(server, "bob", "bobs-own")).Name);
    }

    [Fact]
    public async Task LocalAccounts_ComeFirst_AndWorkWithoutTheDirectory()
    {
        await using var server = await StartAsync(change: static directory => directory.Url = new Uri("ldap://127.0.0.1:1"));
        await server.AddUserAsync("amy");

        Assert.NotEmpty(await server.LoginAsync("amy", GuardedServer.Password));
        Assert.Equal(503, await server.StatusAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", "amy"), ("password", "amys-own")));
    }

    private static IdentityView Accounts(GuardedServer server) => server.Server.Services.GetRequiredService<IIdentityState>().Current;

    private Task<GuardedServer> StartAsync(params (string Group, string Role)[] roles) => StartAsync(static _ => { }, roles);

    private Task<GuardedServer> StartAsync(Action<DirectoryOptions> change, params (string Group, string Role)[] roles)
    {
        var directory = new DirectoryOptions { Enabled = true, Url = slapd.Url, BaseDn = Slapd.BaseDn, UserDn = Slapd.AdminDn, Password = Slapd.AdminPassword };
        change(directory);
        var identity = new IdentityOptions();
        foreach (var (group, role) in roles) identity.ExternalRoles[group] = role;
        return GuardedServer.StartAsync(identity, replace: services => services.AddSingleton(Options.Create(directory)));
    }

    private static async Task<(string Token, string Name, bool IsAdministrator)> LoginAsync(GuardedServer server, string name, string password)
    {
        using var answer = await server.SendAsync(HttpMethod.Post, "/v1/auth/users/login", null, ("username", name), ("password", password));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        var logged = json.RootElement;
        return (logged.GetProperty("accessToken").GetString()!, logged.GetProperty("username").GetString()!, logged.GetProperty("globalAdmin").GetBoolean());
    }
}
