using Batata.Domain.Identity;

namespace Batata.Infrastructure.Persistence.Identity;

/// <summary>Accounts on the writing session of the state, for the applying thread, in Nacos' tables <c>users</c>, <c>roles</c> and <c>permissions</c>.</summary>
internal sealed class IdentityRepository(StateDatabaseHolder state) : IIdentityRepository
{
    private static readonly Sql SelectUser = new($"{IdentityRows.Users} WHERE u.username = ?1");
    private static readonly Sql PutUser = new("INSERT INTO users (username, password, enabled) VALUES (?1, ?2, 1) ON CONFLICT (username) DO UPDATE SET password = ?2");
    private static readonly Sql PutTokens = new("INSERT OR REPLACE INTO user_tokens (username, generation, is_first, kept) VALUES (?1, ?2, ?3, ?4)");
    private static readonly Sql DeleteUser = new("DELETE FROM users WHERE username = ?1");
    private static readonly Sql DeleteTokens = new("DELETE FROM user_tokens WHERE username = ?1");

    private static readonly Sql SelectRolesOf = new("SELECT role FROM roles WHERE username = ?1 ORDER BY rowid");
    private static readonly Sql SelectUsersOf = new("SELECT username FROM roles WHERE role = ?1 ORDER BY rowid");
    private static readonly Sql PutRole = new("INSERT OR IGNORE INTO roles (role, username) VALUES (?1, ?2)");
    private static readonly Sql DeleteRole = new("DELETE FROM roles WHERE role = ?1 AND username = ?2");

    private static readonly Sql SelectPermissionsOf = new($"{IdentityRows.Permissions} WHERE role = ?1 ORDER BY rowid");
    private static readonly Sql PutPermission = new("INSERT OR IGNORE INTO permissions (role, resource, action) VALUES (?1, ?2, ?3)");
    private static readonly Sql DeletePermission = new("DELETE FROM permissions WHERE role = ?1 AND resource = ?2 AND action = ?3");

    private static readonly Sql SelectSecret = new("SELECT value FROM cluster_secret WHERE name = ?1");
    private static readonly Sql PutSecret = new("INSERT INTO cluster_secret (name, value) VALUES (?1, ?2)");

    private StateSession Session => state.Database.Writer;

    public User? FindUser(string name)
    {
        using var row = Session.Prepare(SelectUser).Bind(1, name);
        return row.Step() ? IdentityRows.ReadUser(row) : null;
    }

    public void SaveUser(User user)
    {
        Session.Prepare(PutUser).Bind(1, user.Name).Bind(2, user.PasswordHash).Run();
        Session.Prepare(PutTokens).Bind(1, user.Name).Bind(2, user.Tokens.Number).Bind(3, user.Tokens.IsFirst ? 1 : 0).Bind(4, user.Tokens.Kept).Run();
    }

    public void RemoveUser(string name)
    {
        Session.Prepare(DeleteUser).Bind(1, name).Run();
        Session.Prepare(DeleteTokens).Bind(1, name).Run();
    }

    public IReadOnlyList<string> RolesOf(string userName) => IdentityRows.Texts(Session.Prepare(SelectRolesOf).Bind(1, userName));

    public IReadOnlyList<string> UsersOf(string role) => IdentityRows.Texts(Session.Prepare(SelectUsersOf).Bind(1, role));

    public void AddRole(RoleGrant grant) => Session.Prepare(PutRole).Bind(1, grant.Role).Bind(2, grant.UserName).Run();

    public void RemoveRole(RoleGrant grant) => Session.Prepare(DeleteRole).Bind(1, grant.Role).Bind(2, grant.UserName).Run();

    public IReadOnlyList<RolePermission> PermissionsOf(string role)
    {
        var found = new List<RolePermission>();
        using var row = Session.Prepare(SelectPermissionsOf).Bind(1, role);
        while (row.Step()) found.Add(IdentityRows.ReadPermission(row));
        return found;
    }

    public void AddPermission(RolePermission permission) => Write(PutPermission, permission);

    public void RemovePermission(RolePermission permission) => Write(DeletePermission, permission);

    public string? FindSecret(string name)
    {
        using var row = Session.Prepare(SelectSecret).Bind(1, name);
        return row.Step() ? row.Text(0) : null;
    }

    public void AddSecret(string name, string value) => Session.Prepare(PutSecret).Bind(1, name).Bind(2, value).Run();

    private void Write(Sql sql, RolePermission permission) =>
        Session.Prepare(sql).Bind(1, permission.Role).Bind(2, permission.Resource).Bind(3, permission.Action).Run();
}
