using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Batata.Infrastructure.Identity;

/// <summary>
/// Tokens that a provider signed with a key of its own (RFC 9068, OpenID Connect Discovery). Its keys are fetched when they are first needed and kept; an unknown one makes them be fetched
/// again, at most every few minutes. Signatures with a shared key are never taken: whoever reads such a key could make tokens.
/// </summary>
internal sealed partial class OidcTokens : IExternalTokens, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly OidcOptions _options;
    private readonly ILogger<OidcTokens> _logger;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _provider;

    public OidcTokens(IOptions<OidcOptions> options, ILogger<OidcTokens> logger)
    {
        (_options, _logger) = (options.Value, logger);
        if (_options.Issuer is not { } issuer) return;
        _provider = new ConfigurationManager<OpenIdConnectConfiguration>(
            issuer.ToString().TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = issuer.Scheme == Uri.UriSchemeHttps });
    }

    public bool IsOn => _provider is not null;

    public async ValueTask<Outcome<ExternalToken>> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (!_handler.CanReadToken(text)) return IdentityFailures.TokenInvalid;
        var provider = await FetchAsync(cancellationToken);
        var result = await ValidateAsync(text, provider);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            _provider!.RequestRefresh(); // the provider has a new key, perhaps
            result = await ValidateAsync(text, await FetchAsync(cancellationToken));
        }
        if (result.IsValid) return Read((JsonWebToken)result.SecurityToken);
        LogRefused(result.Exception);
        return result.Exception switch
        {
            SecurityTokenExpiredException => IdentityFailures.TokenExpired,
            SecurityTokenInvalidAlgorithmException => IdentityFailures.TokenAlgorithm,
            SecurityTokenInvalidSignatureException => IdentityFailures.TokenSignature,
            _ => IdentityFailures.TokenInvalid,
        };
    }

    public void Dispose() => _http.Dispose();

    private Task<TokenValidationResult> ValidateAsync(string text, OpenIdConnectConfiguration provider) => _handler.ValidateTokenAsync(text, new TokenValidationParameters
    {
        ValidIssuer = provider.Issuer,
        ValidAudience = _options.Audience,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = provider.SigningKeys,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = ClockSkew,
    });

    private Outcome<ExternalToken> Read(JsonWebToken token)
    {
        var name = token.TryGetClaim(_options.NameClaim, out var claim) ? claim.Value : token.Subject;
        if (string.IsNullOrWhiteSpace(name)) return IdentityFailures.TokenInvalid;
        var groups = token.Claims.Where(one => one.Type == _options.GroupsClaim).Select(static one => one.Value).ToList();
        return new ExternalToken(new Vouched(name, groups), new DateTimeOffset(token.ValidTo).ToUnixTimeSeconds());
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _provider!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            LogFailed(e, _options.Issuer!);
            throw new UnavailableException("The provider of logins does not answer.", e);
        }
    }

    [LoggerMessage(EventId = 1821, Level = LogLevel.Error, Message = "The provider {Issuer} cannot be asked for its keys")]
    private partial void LogFailed(Exception exception, Uri issuer);

    [LoggerMessage(EventId = 1822, Level = LogLevel.Debug, Message = "A token of the provider is refused")]
    private partial void LogRefused(Exception reason);
}
