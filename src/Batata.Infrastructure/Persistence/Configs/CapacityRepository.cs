using Batata.Domain.Configs;
using Batata.Domain.Namespaces;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Limits and counts on the writing session of the state.</summary>
internal sealed class CapacityRepository(StateDatabaseHolder state) : ICapacityRepository
{
    /// <summary>Counts that are not what they should be, in either direction.</summary>
    public const string WrongCounts =
        """
        SELECT count(*) FROM (
            SELECT tenant_id, group_id FROM (SELECT * FROM config_usage_counted EXCEPT SELECT tenant_id, group_id, configs FROM config_usage)
            UNION SELECT tenant_id, group_id FROM (SELECT tenant_id, group_id, configs FROM config_usage EXCEPT SELECT * FROM config_usage_counted))
        """;

    private static readonly Sql PutGroup = new(Put("group_capacity", "group_id"));
    private static readonly Sql PutTenant = new(Put("tenant_capacity", "tenant_id"));
    private static readonly Sql SelectGroup = new("SELECT quota, max_size FROM group_capacity WHERE group_id = ?");
    private static readonly Sql SelectTenant = new("SELECT quota, max_size FROM tenant_capacity WHERE tenant_id = ?");
    private static readonly Sql SelectUsage = new("SELECT configs FROM config_usage WHERE tenant_id = ? AND group_id = ?");
    private static readonly Sql CountWrong = new(WrongCounts);
    private static readonly Sql ForgetUsage = new("DELETE FROM config_usage");
    private static readonly Sql CountUsage = new("INSERT INTO config_usage SELECT tenant_id, group_id, configs FROM config_usage_counted");

    /// <summary>Key of a scope's row in <c>config_usage</c>.</summary>
    public static (string Tenant, string Group) UsageKey(CapacityScope scope) =>
        scope == CapacityScope.Cluster ? ("", "") : scope.IsGroup ? (NamespaceId.Public, scope.Name) : (scope.Name, "");

    public ValueTask<CapacityState> FindAsync(CapacityScope scope, CancellationToken cancellationToken)
    {
        var session = state.Database.Writer;
        var (tenant, group) = UsageKey(scope);
        int usage;
        using (var row = session.Prepare(SelectUsage).Bind(1, tenant).Bind(2, group)) usage = row.Step() ? (int)row.Int64(0) : 0;
        using var limits = session.Prepare(scope.IsGroup ? SelectGroup : SelectTenant).Bind(1, scope.Name);
        return ValueTask.FromResult(limits.Step()
            ? new CapacityState(true, (int)limits.Int64(0), (int)limits.Int64(1), usage)
            : new CapacityState(false, 0, 0, usage));
    }

    public ValueTask SetAsync(CapacityScope scope, CapacityLimits limits, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var statement = state.Database.Writer.Prepare(scope.IsGroup ? PutGroup : PutTenant).Bind(1, scope.Name).Bind(2, at.ToUnixTimeMilliseconds());
        // -1 leaves the column: no limit is negative.
        statement.Bind(3, limits.Quota ?? -1).Bind(4, limits.MaxSize ?? -1).Bind(5, limits.MaxAggrCount ?? -1).Bind(6, limits.MaxAggrSize ?? -1).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> CorrectUsageAsync(CancellationToken cancellationToken)
    {
        var session = state.Database.Writer;
        int wrong;
        using (var row = session.Prepare(CountWrong)) wrong = row.Step() ? (int)row.Int64(0) : 0;
        if (wrong > 0)
        {
            session.Prepare(ForgetUsage).Run();
            session.Prepare(CountUsage).Run();
        }
        return ValueTask.FromResult(wrong);
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
