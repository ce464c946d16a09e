namespace Batata.Host.Settings;

/// <summary>Who may come in. Until there is authorization, <see cref="Enabled"/> decides whether other machines are served at all.</summary>
internal sealed class AuthOptions
{
    /// <summary><c>nacos.core.auth.enabled</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Base64 of the key that signs login tokens. <c>nacos.core.auth.plugin.nacos.token.secret.key</c>.</summary>
    public string? TokenKey { get; set; }

    /// <summary>Life of a login token. <c>nacos.core.auth.plugin.nacos.token.expire.seconds</c>.</summary>
    public long TokenSeconds { get; set; } = 18_000;
}
