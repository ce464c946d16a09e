using System.Collections.Immutable;
using Batata.Application.Identity;
using Batata.Domain.Identity;

namespace Batata.Infrastructure.Persistence.Identity;

/// <summary>How accounts stand in their tables, and all of them at once.</summary>
internal static class IdentityRows
{
    /// <summary>An account that came without a generation is one of an existing Nacos database.</summary>
    public const string Users =
        "SELECT u.username, u.password, coalesce(t.generation, 0), coalesce(t.is_first, 1), t.kept FROM users u LEFT JOIN user_tokens t ON t.username = u.username";

    public const string Permissions = "SELECT role, resource, action FROM permissions";

    private static readonly Sql AllUsers = new(Users);
    private static readonly Sql AllRoles = new("SELECT username, role FROM roles ORDER BY rowid");
    private static readonly Sql AllPermissions = new($"{Permissions} ORDER BY rowid");
    private static readonly Sql Key = new($"SELECT value FROM cluster_secret WHERE name = '{KeepSecretEntry.SigningKey}'");

    public static User ReadUser(Statement row) => new(row.Text(0), row.Text(1), new TokenGeneration(row.Int64(2), row.Int64(3) != 0, row.TextOrNull(4)));

    public static RolePermission ReadPermission(Statement row) => new(row.Text(0), row.Text(1), row.Text(2));

    public static List<string> Texts(Statement statement)
    {
        var found = new List<string>();
        using (statement)
        {
            while (statement.Step()) found.Add(statement.Text(0));
        }
        return found;
    }

    public static IdentityView Load(StateSession session)
    {
        var (users, roles, permissions) = (new List<User>(), new List<RoleGrant>(), new List<RolePermission>());
        using (var row = session.Prepare(AllUsers))
        {
            while (row.Step()) users.Add(ReadUser(row));
        }
        using (var row = session.Prepare(AllRoles))
        {
            while (row.Step()) roles.Add(new RoleGrant(row.Text(1), row.Text(0)));
        }
        using (var row = session.Prepare(AllPermissions))
        {
            while (row.Step()) permissions.Add(ReadPermission(row));
        }
        return new IdentityView(
            users.ToImmutableDictionary(static u => u.Name, StringComparer.Ordinal),
            roles.GroupBy(static g => g.UserName).ToImmutableDictionary(static g => g.Key, static g => (IReadOnlyList<string>)[.. g.Select(static r => r.Role)], StringComparer.Ordinal),
            permissions.GroupBy(static p => p.Role).ToImmutableDictionary(static g => g.Key, static g => (IReadOnlyList<RolePermission>)[.. g], StringComparer.Ordinal),
            Texts(session.Prepare(Key)).FirstOrDefault())
        {
            Administrators = roles.Count(static r => r.Role == IdentityNames.AdministratorRole),
        };
    }
}
