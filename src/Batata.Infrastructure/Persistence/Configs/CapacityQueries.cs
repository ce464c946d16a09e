using Batata.Application.Configs;
using Batata.Domain.Configs;
using Dapper;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Reads of limits. What nobody set shows the defaults of this node.</summary>
internal sealed class CapacityQueries(StateDatabaseHolder state, IOptions<CapacityOptions> options) : ICapacityQueries
{
    private const string Columns = "id AS Id, quota AS Quota, max_size AS MaxSize, max_aggr_count AS MaxAggrCount, max_aggr_size AS MaxAggrSize";

    public async Task<CapacityDetail> FindAsync(CapacityScope scope, CancellationToken cancellationToken)
    {
        var (row, usage) = await state.Database.ReadAsync(
            scope,
            static (session, asked, _) =>
            {
                using var moment = session.BeginSnapshot();
                var row = session.Connection.QueryFirstOrDefault<Row>(
                    asked.IsGroup ? $"SELECT {Columns} FROM group_capacity WHERE group_id = @name" : $"SELECT {Columns} FROM tenant_capacity WHERE tenant_id = @name",
                    new { name = asked.Name });
                var (tenant, group) = CapacityRepository.UsageKey(asked);
                var usage = session.Connection.ExecuteScalar<int>("SELECT configs FROM config_usage WHERE tenant_id = @tenant AND group_id = @group", new { tenant, group });
                return (row ?? new Row(), usage);
            },
            cancellationToken);
        var defaults = options.Value;
        var quota = scope == CapacityScope.Cluster ? defaults.ClusterQuota : scope.IsGroup ? defaults.GroupQuota : defaults.NamespaceQuota;
        return new CapacityDetail(
            row.Id, scope, Or(row.Quota, quota), usage, Or(row.MaxSize, defaults.MaxSize), Or(row.MaxAggrCount, defaults.MaxAggrCount),
            Or(row.MaxAggrSize, defaults.MaxAggrSize));
    }

    public async Task<int> WrongCountsAsync(CancellationToken cancellationToken) => await state.Database.ScanAsync(
        static (session, _) => session.Connection.ExecuteScalar<int>(CapacityRepository.WrongCounts), cancellationToken);

    private static int Or(int value, int otherwise) => value == 0 ? otherwise : value;

    private sealed class Row
    {
        public long Id { get; init; }
        public int Quota { get; init; }
        public int MaxSize { get; init; }
        public int MaxAggrCount { get; init; }
        public int MaxAggrSize { get; init; }
    }
}
