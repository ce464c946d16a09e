using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Limits on the writing session of the state.</summary>
internal sealed class CapacityRepository(StateDatabaseHolder state) : ICapacityRepository
{
    private static readonly Sql PutGroup = new(Put("group_capacity", "group_id"));
    private static readonly Sql PutTenant = new(Put("tenant_capacity", "tenant_id"));

    public ValueTask SetAsync(CapacityScope scope, CapacityLimits limits, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var statement = state.Database.Writer.Prepare(scope.IsGroup ? PutGroup : PutTenant).Bind(1, scope.Name).Bind(2, at.ToUnixTimeMilliseconds());
        // -1 leaves the column: no limit is negative.
        statement.Bind(3, limits.Quota ?? -1).Bind(4, limits.MaxSize ?? -1).Bind(5, limits.MaxAggrCount ?? -1).Bind(6, limits.MaxAggrSize ?? -1).Run();
        return ValueTask.CompletedTask;
    }

    private static string Put(string table, string name) =>
        $"""
        INSERT INTO {table} ({name}, quota, max_size, max_aggr_count, max_aggr_size, gmt_create, gmt_modified)
        VALUES (?1, max(?3, 0), max(?4, 0), max(?5, 0), max(?6, 0), ?2, ?2)
        ON CONFLICT ({name}) DO UPDATE SET
            quota = iif(?3 < 0, quota, ?3), max_size = iif(?4 < 0, max_size, ?4),
            max_aggr_count = iif(?5 < 0, max_aggr_count, ?5), max_aggr_size = iif(?6 < 0, max_aggr_size, ?6), gmt_modified = ?2
        """;
}
