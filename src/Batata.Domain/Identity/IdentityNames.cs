namespace Batata.Domain.Identity;

/// <summary>Names with a meaning, and how long names may be. Protocol source: Nacos 3.1 <c>AuthConstants</c>; widths of columns: <c>users</c>, <c>roles</c>, <c>permissions</c>.</summary>
public static class IdentityNames
{
    /// <summary>Whoever has it may do everything.</summary>
    public const string AdministratorRole = "ROLE_ADMIN";

    /// <summary>Name of the first administrator.</summary>
    public const string Administrator = "nacos";

    /// <summary>In front of the names of users whom a directory vouches for.</summary>
    public const string DirectoryPrefix = "LDAP_";

    /// <summary>In front of the names of users whom a provider of OpenID Connect vouches for.</summary>
    public const string ProviderPrefix = "OIDC_";

    private const int MaxName = 50;
    private const int MaxResource = 512;
    private const int MaxAction = 8;

    /// <summary>An account that another system vouches for: nobody logs in with its name.</summary>
    public static bool IsExternal(string userName) =>
        userName.StartsWith(DirectoryPrefix, StringComparison.Ordinal) || userName.StartsWith(ProviderPrefix, StringComparison.Ordinal);

    /// <summary>Null when it can be stored. Nacos answers ok to longer ones and keeps nothing.</summary>
    public static string? UserProblem(string name) => name.Length > MaxName ? $"username is too long, over {MaxName}" : null;

    /// <inheritdoc cref="UserProblem"/>
    public static string? RoleProblem(string role) => role.Length > MaxName ? $"role is too long, over {MaxName}" : null;

    /// <inheritdoc cref="UserProblem"/>
    public static string? PermissionProblem(string resource, string action)
    {
        if (resource.Length > MaxResource) return $"resource is too long, over {MaxResource}";
        return action.Length > MaxAction ? $"action is too long, over {MaxAction}" : null;
    }
}
