using System.Text;
using Batata.Application.Identity;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>Tokens of another system's provider.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Read = "/v1/cs/configs?dataId=none&group=G";

    private OidcProvider _provider = null!;
    private GuardedServer _server = null!;

    public async Task InitializeAsync()
    {
        _provider = await OidcProvider.StartAsync();
        var identity = new IdentityOptions { ExternalRoles = { ["operators"] = "ROLE_ADMIN", ["readers"] = "readers" } };
        var oidc = new OidcOptions { Issuer = _provider.Issuer, Audience = OidcProvider.Audience };
        _server = await GuardedServer.StartAsync(identity, replace: services => services.AddSingleton(Options.Create(oidc)));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Token_OfTheProvider_MayWhatItsGroupsHaveTheRoleFor()
    {
        var nobody = _provider.Issue("zoe");
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, nobody));

        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Get, "/v3/auth/user/list?pageNo=1&pageSize=9", _provider.Issue("amy", ["operators"])));
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, "/v3/auth/user/list?pageNo=1&pageSize=9", _provider.Issue("amy", ["others"]))); // no longer in it

        var reader = _provider.Issue("bob", ["readers"]);
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, reader)); // the role is there since somebody has it, and may nothing
        await _server.PostAsync("/v3/auth/permission", _server.Token, ("role", "readers"), ("resource", "public:*:*"), ("action", "r"));
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, Read, reader));
    }

    [Fact]
    public async Task Token_OfTheProvider_IsExchangedForOneOfNacos()
    {
        using var answer = await _server.SendAsync(HttpMethod.Post, "/v3/auth/user/login", _provider.Issue("amy", ["operators"]));
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal("OIDC_amy", json.RootElement.GetProperty("username").GetString());
        Assert.True(json.RootElement.GetProperty("globalAdmin").GetBoolean());
        Assert.Equal(404, await _server.StatusAsync(HttpMethod.Get, Read, json.RootElement.GetProperty("accessToken").GetString()));
    }

    [Fact]
    public async Task Token_ThatIsNotTheProviders_OrNotForUs_OrOver_IsRefused()
    {
        var own = _provider.Issue("amy", ["operators"]);
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Get, "/v3/auth/role/search?role=x", own));
        var shared = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_provider.Issuer.ToString().PadRight(64))), SecurityAlgorithms.HmacSha256);
        foreach (var token in (string[])
        [
            _provider.Issue("amy", ["operators"], key: OidcProvider.StrangersKey()),
            _provider.Issue("amy", ["operators"], key: shared),
            _provider.Issue("amy", ["operators"], audience: "somebody-else"),
            _provider.Issue("amy", ["operators"], issuer: "http://elsewhere"),
            _provider.Issue("amy", ["operators"], life: TimeSpan.FromMinutes(-2)),
            own[..^8] + "AAAAAAAA",
            own[..own.LastIndexOf('.')] + ".",
        ])
        {
            Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, "/v3/auth/role/search?role=x", token));
        }
    }

    [Fact]
    public async Task NewKey_OfTheProvider_IsFound()
    {
        Assert.Equal(200, await _server.StatusAsync(HttpMethod.Get, "/v3/auth/role/search?role=x", _provider.Issue("amy", ["operators"])));

        _provider.ChangeKey();

        var token = _provider.Issue("amy", ["operators"]);
        await Wait.UntilAsync(async () => await _server.StatusAsync(HttpMethod.Get, "/v3/auth/role/search?role=x", token) == 200, "the new key");
    }

    [Fact]
    public async Task Account_OfTheProvidersUser_TakesNoPassword()
    {
        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Get, Read, _provider.Issue("amy")));

        Assert.Equal(403, await _server.StatusAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", "OIDC_amy"), ("password", "nacos")));
    }
}
