namespace Batata.Domain.Identity;

/// <summary>Users, roles, permissions and the cluster's own secrets inside the unit of work of the entry that is being applied.</summary>
public interface IIdentityRepository
{
    User? FindUser(string name);

    /// <summary>Adds the user or replaces the one of this name.</summary>
    void SaveUser(User user);

    /// <summary>The account alone; its roles are removed by <see cref="RemoveRole"/>.</summary>
    void RemoveUser(string name);

    /// <summary>In order of assignment.</summary>
    IReadOnlyList<string> RolesOf(string userName);

    /// <summary>In order of assignment; empty when there is no such role, since a role is there while somebody has it.</summary>
    IReadOnlyList<string> UsersOf(string role);

    void AddRole(RoleGrant grant);

    void RemoveRole(RoleGrant grant);

    IReadOnlyList<RolePermission> PermissionsOf(string role);

    void AddPermission(RolePermission permission);

    void RemovePermission(RolePermission permission);

    /// <returns>Null when it was never set.</returns>
    string? FindSecret(string name);

    void AddSecret(string name, string value);
}
