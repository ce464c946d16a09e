using Batata.Application.Cluster;
using Dapper;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// Reads how far SQLite has counted. Two of the names stand for tables that Nacos itself only keeps for old data. Protocol source: Nacos 3.1
/// <c>RepositoryConstant</c>, <c>AuthPageConstant</c> and the names beside the generators.
/// </summary>
internal sealed class IdSequences(StateDatabaseHolder state) : IIdSequences
{
    private static readonly (string Name, string? Table)[] Known =
    [
        ("config-info-id", "config_info"),
        ("config-history-id", "his_config_info"),
        ("config-history-gray-id", "config_info_gray"),
        ("config-beta-id", "config_info_gray"),
        ("config-tag-relation-id", "config_tags_relation"),
        ("app-configdata-relation-subs", null),
        ("namespace-id", "tenant_info"),
        ("user-id", "users"),
        ("role-id", "roles"),
        ("permissions_id", "permissions"),
    ];

    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken)
    {
        var counted = await state.Database.ReadAsync(
            0, static (session, _, _) => session.Connection.Query<(string Name, long Last)>("SELECT name, seq FROM sqlite_sequence").ToDictionary(static row => row.Name, static row => row.Last), cancellationToken);
        return Known.ToDictionary(static one => one.Name, one => one.Table is { } table ? counted.GetValueOrDefault(table) : 0);
    }
}
