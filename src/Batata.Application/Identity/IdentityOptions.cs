namespace Batata.Application.Identity;

/// <summary>Settings of who may come in; the key of each is in its remark.</summary>
public sealed class IdentityOptions
{
    /// <summary>Clients, over HTTP and gRPC, need a login. <c>nacos.core.auth.enabled</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The API for operators needs one; null for the same as <see cref="Enabled"/>. <c>nacos.core.auth.admin.enabled</c>.</summary>
    public bool? AdminEnabled { get; set; }

    /// <summary>The console needs one; null for the same as <see cref="Enabled"/>. <c>nacos.core.auth.console.enabled</c>.</summary>
    public bool? ConsoleEnabled { get; set; }

    /// <summary>Base64 of the key that signs login tokens; null for one that the cluster makes for itself. <c>nacos.core.auth.plugin.nacos.token.secret.key</c>.</summary>
    public string? TokenKey { get; set; }

    /// <summary>Life of a login token. <c>nacos.core.auth.plugin.nacos.token.expire.seconds</c>.</summary>
    public long TokenSeconds { get; set; } = 18_000;

    /// <summary>A user who logs in again gets the same token until a tenth of its life is left. <c>nacos.core.auth.plugin.nacos.token.cache.enable</c>.</summary>
    public bool TokenCache { get; set; }

    /// <summary>Name of a header that lets a server of the owner's own pass; null for none. <c>nacos.core.auth.server.identity.key</c>.</summary>
    public string? ServerIdentityKey { get; set; }

    /// <summary>What that header must say. <c>nacos.core.auth.server.identity.value</c>.</summary>
    public string? ServerIdentityValue { get; set; }

    /// <summary>Password of the first administrator, who is made at start when there is none; null to wait for the call. <c>batata.auth.admin-password</c>.</summary>
    public string? AdminPassword { get; set; }

    /// <summary>Logins of one user from one address that may fail in <see cref="BrakeSeconds"/>; 0 for no limit. <c>batata.auth.login.max-failures</c>.</summary>
    public int MaxFailedLogins { get; set; } = 30;

    /// <summary><c>batata.auth.login.brake-seconds</c>.</summary>
    public int BrakeSeconds { get; set; } = 60;

    /// <summary>Roles by the group that another system puts a user in. <c>batata.auth.roles.*</c>.</summary>
    public Dictionary<string, string> ExternalRoles { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether calls of this kind need somebody who is known.</summary>
    public bool Guards(AccessScope scope) => scope switch
    {
        AccessScope.Admin => AdminEnabled ?? Enabled,
        AccessScope.Console => ConsoleEnabled ?? Enabled,
        _ => Enabled,
    };
}

/// <summary>The three kinds of calls that are guarded apart. Protocol source: Nacos 3.1 <c>ApiType</c>.</summary>
public enum AccessScope
{
    /// <summary>Clients, and the accounts themselves.</summary>
    Open,

    /// <summary><c>/v3/admin</c>.</summary>
    Admin,
    Console,
}
