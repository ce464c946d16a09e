using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using Dapper;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Reads of limits. What nobody set shows the defaults of Nacos 3.1 <c>PropertyUtil</c>.</summary>
internal sealed class CapacityQueries(StateDatabaseHolder state) : ICapacityQueries
{
    private const int DefaultQuota = 200;
    private const int DefaultMaxSize = 102_400;
    private const int DefaultMaxAggrCount = 10_000;
    private const int DefaultMaxAggrSize = 1024;

    private const string Columns = "id AS Id, quota AS Quota, max_size AS MaxSize, max_aggr_count AS MaxAggrCount, max_aggr_size AS MaxAggrSize";

    public async Task<CapacityDetail> FindAsync(CapacityScope scope, CancellationToken cancellationToken) => await state.Database.ScanAsync(
        scope,
        static (session, asked, _) =>
        {
            using var moment = session.BeginSnapshot();
            var name = new { name = asked.Name, tenant = NamespaceId.Public };
            var row = session.Connection.QueryFirstOrDefault<Row>(
                asked.IsGroup ? $"SELECT {Columns} FROM group_capacity WHERE group_id = @name" : $"SELECT {Columns} FROM tenant_capacity WHERE tenant_id = @name", name) ?? new Row();
            var usage = session.Connection.ExecuteScalar<int>(
                asked.IsGroup
                    ? "SELECT count(*) FROM config_info WHERE tenant_id = @tenant AND group_id = @name"
                    : "SELECT count(*) FROM config_info WHERE tenant_id = @name",
                name);
            return new CapacityDetail(
                row.Id, asked, Or(row.Quota, DefaultQuota), usage, Or(row.MaxSize, DefaultMaxSize), Or(row.MaxAggrCount, DefaultMaxAggrCount),
                Or(row.MaxAggrSize, DefaultMaxAggrSize));
        },
        cancellationToken);

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
