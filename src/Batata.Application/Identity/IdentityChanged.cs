using Batata.Domain.Identity;

namespace Batata.Application.Identity;

/// <summary>Accounts have changed.</summary>
public abstract record IdentityChanged;

/// <param name="After">Null: it is gone.</param>
public sealed record UserChanged(string Name, User? After) : IdentityChanged;

public sealed record RolesChanged(string UserName, IReadOnlyList<string> After) : IdentityChanged;

public sealed record PermissionsChanged(string Role, IReadOnlyList<RolePermission> After) : IdentityChanged;

public sealed record SecretAdded(string Name, string Value) : IdentityChanged;
