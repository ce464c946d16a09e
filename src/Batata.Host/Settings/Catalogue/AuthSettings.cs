using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Who may come in.</summary>
internal static class AuthSettings
{
    public const string Enabled = "nacos.core.auth.enabled";
    public const string TokenKey = "nacos.core.auth.plugin.nacos.token.secret.key";
    public const string IdentityKey = "nacos.core.auth.server.identity.key";
    public const string IdentityValue = "nacos.core.auth.server.identity.value";
    public const string AdminPassword = "batata.auth.admin-password";

    private const string AsEnabled = "as nacos.core.auth.enabled";

    public static SettingGroup Group => new("Authorization",
    [
        Switch(Enabled, o => o.Auth.Enabled, (o, v) => o.Auth.Enabled = v,
            "Whether a login is needed: by clients over HTTP and gRPC, and, unless the next two say otherwise, by operators and the console. (Nacos: false.)") with { Shipped = true },
        Switched("nacos.core.auth.admin.enabled", o => o.Auth.AdminEnabled, (o, v) => o.Auth.AdminEnabled = v, "Whether the API for operators, /v3/admin, needs a login. (Nacos: true.)"),
        Switched("nacos.core.auth.console.enabled", o => o.Auth.ConsoleEnabled, (o, v) => o.Auth.ConsoleEnabled = v, "Whether the console needs a login. (Nacos: true.)"),
        // What these must be is asked only where they would be used: see AuthRules.
        Secret(TokenKey, "Base64 of 32 bytes or more", (o, v) => o.Auth.TokenKey = v,
            "Key that signs login tokens, Base64 of at least 32 bytes, the same on all nodes. Without it the cluster makes one and keeps it with its data.")
            with { Aliases = ["nacos.core.auth.default.token.secret.key"], DefaultText = "made at the first start", Example = "what openssl rand -base64 32 prints" },
        Number("nacos.core.auth.plugin.nacos.token.expire.seconds", 1L, int.MaxValue, o => o.Auth.TokenSeconds, (o, v) => o.Auth.TokenSeconds = v,
            "Life of a login token in seconds.") with { Aliases = ["nacos.core.auth.token.expire.seconds"], Shipped = true },
        Switch("nacos.core.auth.plugin.nacos.token.cache.enable", o => o.Auth.TokenCache, (o, v) => o.Auth.TokenCache = v,
            "Give a user who logs in again the same token until a tenth of its life is left."),
        Text(IdentityKey, "the name of a header", o => o.Auth.ServerIdentityKey, static (o, text) => Set(v => o.Auth.ServerIdentityKey = v, text),
            "Name of a header by which programs of your own pass without a login, everywhere but on the console port. Nothing here needs it; nodes know each other by the cluster's secret.")
            with { DefaultText = "none", Example = "X-Our-Servers" },
        Secret(IdentityValue, "a text", (o, v) => o.Auth.ServerIdentityValue = v, "What that header must say.") with { DefaultText = "none", Example = "what openssl rand -base64 32 prints" },
        Secret(AdminPassword, "a text of 72 bytes at most", (o, v) => o.Auth.AdminPassword = v,
            "Password of the first administrator, nacos, who is then made at the first start. Without it, whoever calls POST /v3/auth/user/admin first makes him.")
            with { Aliases = ["nacos.auth.admin.password"], DefaultText = "none", Example = "a long one" },
        Number("batata.auth.login.max-failures", 0, 1_000_000, o => o.Auth.MaxFailedLogins, (o, v) => o.Auth.MaxFailedLogins = v,
            "Logins of one user from one address that may fail within the time below; then even the right password is answered with 429 until some of it is over. 0 for no limit."),
        Number("batata.auth.login.brake-seconds", 1, 86_400, o => o.Auth.BrakeSeconds, (o, v) => o.Auth.BrakeSeconds = v,
            "Seconds after which all failed logins are forgotten; they are forgotten evenly."),
    ]);

    private static Setting Switched(string key, Func<BatataOptions, bool?> get, Action<BatataOptions, bool?> set, string meaning) =>
        Switch(key, options => get(options) == true, (options, value) => set(options, value), meaning)
            with { Read = options => get(options) is { } value ? value ? "true" : "false" : null, DefaultText = AsEnabled, Example = "true" };

    private static Setting Secret(string key, string expects, Action<BatataOptions, string> set, string meaning) =>
        Text(key, expects, static _ => null, (options, text) => Set(value => set(options, value), text), meaning) with { Secret = true };

    private static bool Set(Action<string> set, string text)
    {
        set(text);
        return true;
    }
}
