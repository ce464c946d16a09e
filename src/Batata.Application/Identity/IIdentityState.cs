using System.Collections.Immutable;
using Batata.Domain.Identity;

namespace Batata.Application.Identity;

/// <summary>All accounts as they are now on this node, moved by the applying thread before a change is acknowledged.</summary>
public interface IIdentityState
{
    /// <summary>One object until something changes.</summary>
    IdentityView Current { get; }
}

/// <summary>What a new cluster needs before anybody can log in: a key that signs tokens, and the administrator of the settings.</summary>
public interface IFirstAccounts
{
    /// <summary>Completes once they are there.</summary>
    Task Made { get; }
}

/// <summary>One moment of the accounts. Immutable.</summary>
/// <param name="SigningKey">Base64 of the key that the cluster made for itself; null when there is none yet.</param>
public sealed record IdentityView(
    ImmutableDictionary<string, User> Users,
    ImmutableDictionary<string, IReadOnlyList<string>> Roles,
    ImmutableDictionary<string, IReadOnlyList<RolePermission>> Permissions,
    string? SigningKey)
{
    public static IdentityView Empty { get; } = new(
        ImmutableDictionary.Create<string, User>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, IReadOnlyList<RolePermission>>(StringComparer.Ordinal),
        null);

    public bool HasAdministrator => Administrators > 0;

    /// <summary>Users who have the role of administrators; counted where roles change.</summary>
    public int Administrators { get; init; }

    public User? Find(string name) => Users.GetValueOrDefault(name);

    public IReadOnlyList<string> RolesOf(string userName) => Roles.GetValueOrDefault(userName) ?? [];

    public IReadOnlyList<RolePermission> PermissionsOf(string role) => Permissions.GetValueOrDefault(role) ?? [];

    public UserCaller CallerOf(string userName)
    {
        var roles = RolesOf(userName);
        return new UserCaller(userName, new UserRights(roles, roles.SelectMany(PermissionsOf)));
    }
}
