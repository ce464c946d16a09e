using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Authorization, as far as it can be said before there is one.</summary>
internal static class AuthSettings
{
    public const string TokenKey = "nacos.core.auth.plugin.nacos.token.secret.key";

    public static SettingGroup Group => new("Authorization",
    [
        Switch("nacos.core.auth.enabled", o => o.Auth.Enabled, (o, v) => o.Auth.Enabled = v,
            "Whether a login is needed. There is no authorization in this version yet: unless this is said to be false, only this machine is served.") with { Shipped = true },
        // What it must be is asked only where it would be used: see AuthRules.
        Text(TokenKey, "Base64 of 32 bytes or more", static _ => null, static (o, text) =>
        {
            o.Auth.TokenKey = text;
            return true;
        }, "Key that signs login tokens, Base64 of at least 32 bytes. Checked while authorization is on, but not used yet.") with { Secret = true, DefaultText = "none", Example = "what openssl rand -base64 32 prints" },
        Number("nacos.core.auth.plugin.nacos.token.expire.seconds", 1L, int.MaxValue, o => o.Auth.TokenSeconds, (o, v) => o.Auth.TokenSeconds = v,
            "Life of a login token in seconds. Checked, but not used yet.") with { Aliases = ["nacos.core.auth.token.expire.seconds"], Shipped = true },
    ]);
}
