using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>A provider of OpenID Connect in this process: discovery, keys, and tokens signed with a real key.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string Audience = "batata-tests";

    private readonly IHost _host;
    private RsaSecurityKey _key = NewKey("first");

    private OidcProvider()
    {
        _host = new HostBuilder().ConfigureWebHost(web => web
            .UseKestrelCore()
            .ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http1))
            .Configure(app => app.Run(AnswerAsync))).Build();
    }

    public Uri Issuer { get; private set; } = null!;

    public static async Task<OidcProvider> StartAsync()
    {
        var provider = new OidcProvider();
        await provider._host.StartAsync();
        provider.Issuer = new Uri(provider._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return provider;
    }

    /// <summary>From now on tokens are signed with another key.</summary>
    public void ChangeKey() => _key = NewKey(Guid.NewGuid().ToString());

    /// <param name="key">Null for the provider's own.</param>
    public string Issue(string name, string[]? groups = null, string audience = Audience, string? issuer = null, TimeSpan? life = null, SigningCredentials? key = null)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer.ToString().TrimEnd('/'),
            Audience = audience,
            IssuedAt = now.AddMinutes(-10),
            Expires = now + (life ?? TimeSpan.FromMinutes(5)),
            Claims = new Dictionary<string, object> { ["sub"] = "0815", ["preferred_username"] = name, ["groups"] = groups ?? [] },
            SigningCredentials = key ?? new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
    }

    public static SigningCredentials StrangersKey() => new(NewKey("first"), SecurityAlgorithms.RsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    private Task AnswerAsync(HttpContext http)
    {
        var issuer = Issuer.ToString().TrimEnd('/');
        var parameters = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return http.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => http.Response.WriteAsJsonAsync(new { issuer, jwks_uri = issuer + "/keys" }),
            "/keys" => http.Response.WriteAsJsonAsync(new
            {
                keys = new[] { new { kty = "RSA", use = "sig", kid = _key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } },
            }),
            _ => Results.NotFound().ExecuteAsync(http),
        };
    }
}
