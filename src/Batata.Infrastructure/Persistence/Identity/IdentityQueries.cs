using Batata.Application.Identity;
using Batata.Domain.Identity;
using Dapper;

namespace Batata.Infrastructure.Persistence.Identity;

/// <summary>Lists of accounts. Letter case counts, so parts are compared by GLOB and instr and not by LIKE.</summary>
internal sealed class IdentityQueries(StateDatabaseHolder state) : IIdentityQueries
{
    public Task<IdentityRows<string>> UsersAsync(string name, NameMatch match, IdentityPage page, CancellationToken cancellationToken) =>
        PageAsync<string>("username", "users", "username", match, page, new() { ["username"] = name }, cancellationToken);

    public Task<IdentityRows<RoleGrant>> RolesAsync(string userName, string role, NameMatch match, IdentityPage page, CancellationToken cancellationToken) =>
        PageAsync<RoleGrant>("role AS Role, username AS UserName", "roles", "rowid", match, page, new() { ["username"] = userName, ["role"] = role }, cancellationToken);

    public Task<IdentityRows<RolePermission>> PermissionsAsync(string role, NameMatch match, IdentityPage page, CancellationToken cancellationToken) =>
        PageAsync<RolePermission>("role AS Role, resource AS Resource, action AS Action", "permissions", "rowid", match, page, new() { ["role"] = role }, cancellationToken);

    public Task<IReadOnlyList<string>> FindUsersAsync(string part, CancellationToken cancellationToken) =>
        NamesAsync("SELECT username FROM users WHERE instr(username, @part) > 0 ORDER BY username", part, cancellationToken);

    public Task<IReadOnlyList<string>> FindRolesAsync(string part, CancellationToken cancellationToken) =>
        NamesAsync("SELECT role FROM roles WHERE instr(role, @part) > 0 ORDER BY rowid", part, cancellationToken);

    private async Task<IReadOnlyList<string>> NamesAsync(string sql, string part, CancellationToken cancellationToken) => await state.Database.ScanAsync(
        (sql, part), static (session, x, _) => (IReadOnlyList<string>)session.Connection.Query<string>(x.sql, new { x.part }).AsList(), cancellationToken);

    /// <param name="names">What each column is compared with; empty for anything.</param>
    private async Task<IdentityRows<T>> PageAsync<T>(
        string columns, string table, string order, NameMatch match, IdentityPage page, Dictionary<string, string> names, CancellationToken cancellationToken)
    {
        var values = new DynamicParameters();
        var conditions = new List<string>();
        foreach (var (column, name) in names)
        {
            if (name.Length == 0) continue;
            var pattern = match == NameMatch.Blur && name.Contains('*', StringComparison.Ordinal);
            conditions.Add($"{column} {(pattern ? "GLOB" : "=")} @{column}");
            values.Add(column, pattern ? Glob(name) : name);
        }
        values.Add("size", page.PageSize);
        values.Add("skip", (long)(page.PageNumber - 1) * page.PageSize);
        var from = $"FROM {table}{(conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions))}";
        var (count, select) = ($"SELECT count(*) {from}", $"SELECT {columns} {from} ORDER BY {order} LIMIT @size OFFSET @skip");
        return await state.Database.ScanAsync(
            (count, select, values),
            static (session, x, _) =>
            {
                using var moment = session.BeginSnapshot();
                return new IdentityRows<T>(session.Connection.ExecuteScalar<int>(x.count, x.values), session.Connection.Query<T>(x.select, x.values).AsList());
            },
            cancellationToken);
    }

    /// <summary>Only the star is special to Nacos.</summary>
    private static string Glob(string name) => name.Replace("[", "[[]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
}
