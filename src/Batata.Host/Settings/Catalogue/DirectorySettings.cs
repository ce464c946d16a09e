using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Users of another system: a directory (LDAP), a provider of OpenID Connect, and the roles that its groups have here.</summary>
internal static class DirectorySettings
{
    private const string Ldap = "nacos.core.auth.ldap.";

    public static SettingGroup Group => new("Users of another system",
    [
        Text("nacos.core.auth.system.type", "nacos or ldap", o => o.Directory.Enabled ? "ldap" : "nacos", static (o, text) =>
        {
            if (text is not ("nacos" or "ldap")) return false;
            o.Directory.Enabled = text == "ldap";
            return true;
        }, "With ldap, who has no account here with that password is looked for in a directory, and gets the account LDAP_name at the first login."),
        Text(Ldap + "url", "an address such as ldap://directory:389 or ldaps://directory", o => o.Directory.Url.ToString(), static (o, text) =>
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("ldap" or "ldaps")) return false;
            o.Directory.Url = url;
            return true;
        }, "Where the directory is. With ldaps its certificate is checked as the system's OpenLDAP is set up."),
        Text(Ldap + "basedc", "a distinguished name", o => o.Directory.BaseDn, (o, text) => Set(v => o.Directory.BaseDn = v, text), "Below which users and groups are looked for."),
        Text(Ldap + "userDn", "a distinguished name", o => o.Directory.UserDn, (o, text) => Set(v => o.Directory.UserDn = v, text), "Who looks users up.")
            with { DefaultText = "nobody in particular", Example = "cn=admin,dc=example,dc=org" },
        Text(Ldap + "password", "a text", static _ => null, (o, text) => Set(v => o.Directory.Password = v, text), "The password of who looks users up.")
            with { Secret = true, DefaultText = "none", Example = "of the one above" },
        Text(Ldap + "filter.prefix", "the name of an attribute", o => o.Directory.NameAttribute, (o, text) => Set(v => o.Directory.NameAttribute = v, text), "Attribute with the name that somebody logs in with."),
        Number(Ldap + "timeout", 1, 60_000, o => o.Directory.TimeoutMs, (o, v) => o.Directory.TimeoutMs = v, "Milliseconds that the directory may take."),
        Switch(Ldap + "case.sensitive", o => o.Directory.CaseSensitive, (o, v) => o.Directory.CaseSensitive = v, "Whether names must be written as the directory has them; otherwise accounts are in small letters."),
        Text("batata.auth.ldap.group-filter", "a filter of LDAP, or empty", o => o.Directory.GroupFilter, (o, text) => Set(v => o.Directory.GroupFilter = v, text),
            "Finds the groups of a user; {dn} and {name} stand for hers. Empty to look for none.") with { AllowsEmpty = true },
        Text("batata.auth.oidc.issuer", "an address that begins with http:// or https://", o => o.Oidc.Issuer?.ToString(), static (o, text) =>
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var issuer) || issuer.Scheme is not ("http" or "https")) return false;
            o.Oidc.Issuer = issuer;
            return true;
        }, "A provider of OpenID Connect whose tokens count as Authorization: Bearer; who comes with one gets the account OIDC_name.") with { DefaultText = "none", Example = "https://login.example.org" },
        Text("batata.auth.oidc.audience", "a text", o => o.Oidc.Audience, (o, text) => Set(v => o.Oidc.Audience = v, text), "Whom its tokens must be for."),
        Text("batata.auth.oidc.name-claim", "the name of a claim", o => o.Oidc.NameClaim, (o, text) => Set(v => o.Oidc.NameClaim = v, text), "Claim with the name of the user; sub where it is missing."),
        Text("batata.auth.oidc.groups-claim", "the name of a claim", o => o.Oidc.GroupsClaim, (o, text) => Set(v => o.Oidc.GroupsClaim = v, text), "Claim with the groups of the user."),
        new Setting("batata.auth.roles.*", "Role that members of a group of the other system have here; the star is the name of the group.", "a role", static _ => null, static (o, text, name) =>
        {
            o.Auth.ExternalRoles[name] = text;
            return null;
        }) with { DefaultText = "none", Example = "ROLE_ADMIN" },
    ]);

    private static bool Set(Action<string> set, string text)
    {
        set(text);
        return true;
    }
}
