namespace Batata.Application.Identity;

/// <summary>A provider of OpenID Connect whose tokens count; the key of each setting is in its remark.</summary>
public sealed class OidcOptions
{
    /// <summary>Address of the provider, as it names itself; null for none. <c>batata.auth.oidc.issuer</c>.</summary>
    public Uri? Issuer { get; set; }

    /// <summary>Whom its tokens must be for. <c>batata.auth.oidc.audience</c>.</summary>
    public string Audience { get; set; } = "batata";

    /// <summary>Claim with the name of the user. <c>batata.auth.oidc.name-claim</c>.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Claim with the groups. <c>batata.auth.oidc.groups-claim</c>.</summary>
    public string GroupsClaim { get; set; } = "groups";
}
