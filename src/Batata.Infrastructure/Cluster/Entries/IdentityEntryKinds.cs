using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of users, roles, permissions and secrets, <c>proto/cluster/identity.proto</c>.</summary>
internal static class IdentityEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<CreateUserEntry, Done>(
            Number.CreateUser,
            static (entry, record) => record.CreateUser = new Wire.CreateUser { User = ToWire(entry.User) },
            static record => new CreateUserEntry(Read(record.CreateUser.User))),
        new EntryKind<CreateAdministratorEntry, Done>(
            Number.CreateAdministrator,
            static (entry, record) => record.CreateAdministrator = new Wire.CreateAdministrator { User = ToWire(entry.User) },
            static record => new CreateAdministratorEntry(Read(record.CreateAdministrator.User))),
        new EntryKind<SetPasswordEntry, Done>(
            Number.SetPassword,
            static (entry, record) => record.SetPassword = new Wire.SetPassword { User = ToWire(entry.User) },
            static record => new SetPasswordEntry(Read(record.SetPassword.User))),
        new EntryKind<RemoveUserEntry, Done>(
            Number.RemoveUser,
            static (entry, record) => record.RemoveUser = new Wire.RemoveUser { Name = entry.Name },
            static record => new RemoveUserEntry(record.RemoveUser.Name)),
        new EntryKind<GrantRoleEntry, Done>(
            Number.GrantRole,
            static (entry, record) => record.GrantRole = new Wire.GrantRole { Role = entry.Role, UserName = entry.UserName },
            static record => new GrantRoleEntry(record.GrantRole.Role, record.GrantRole.UserName)),
        new EntryKind<RevokeRoleEntry, Done>(
            Number.RevokeRole,
            static (entry, record) =>
            {
                record.RevokeRole = new Wire.RevokeRole { Role = entry.Role };
                if (entry.UserName is { } user) record.RevokeRole.UserName = user;
            },
            static record => new RevokeRoleEntry(record.RevokeRole.Role, record.RevokeRole.HasUserName ? record.RevokeRole.UserName : null)),
        new EntryKind<AddPermissionEntry, Done>(
            Number.AddPermission,
            static (entry, record) => record.AddPermission = new Wire.AddPermission { Permission = ToWire(entry.Permission) },
            static record => new AddPermissionEntry(Read(record.AddPermission.Permission))),
        new EntryKind<RemovePermissionEntry, Done>(
            Number.RemovePermission,
            static (entry, record) => record.RemovePermission = new Wire.RemovePermission { Permission = ToWire(entry.Permission) },
            static record => new RemovePermissionEntry(Read(record.RemovePermission.Permission))),
        new EntryKind<KeepSecretEntry, bool>(
            Number.KeepSecret,
            static (entry, record) => record.KeepSecret = new Wire.KeepSecret { Name = entry.Name, Value = entry.Value },
            static record => new KeepSecretEntry(record.KeepSecret.Name, record.KeepSecret.Value)),
        new EntryKind<AdmitUserEntry, Done>(
            Number.AdmitUser,
            static (entry, record) => record.AdmitUser = new Wire.AdmitUser { User = ToWire(entry.User), Granted = { entry.Granted }, Revoked = { entry.Revoked } },
            static record => new AdmitUserEntry(Read(record.AdmitUser.User), [.. record.AdmitUser.Granted], [.. record.AdmitUser.Revoked])),
    ];

    private static Wire.User ToWire(User user)
    {
        var (number, isFirst, kept) = user.Tokens;
        var wire = new Wire.User { Name = user.Name, PasswordHash = user.PasswordHash, Generation = number, IsFirst = isFirst };
        if (kept is not null) wire.Kept = kept;
        return wire;
    }

    private static User Read(Wire.User user) => new(user.Name, user.PasswordHash, new TokenGeneration(user.Generation, user.IsFirst, user.HasKept ? user.Kept : null));

    private static Wire.RolePermission ToWire(RolePermission permission) => new() { Role = permission.Role, Resource = permission.Resource, Action = permission.Action };

    private static RolePermission Read(Wire.RolePermission permission) => new(permission.Role, permission.Resource, permission.Action);
}
