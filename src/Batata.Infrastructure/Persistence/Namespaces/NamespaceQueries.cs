using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;
using Dapper;

namespace Batata.Infrastructure.Persistence.Namespaces;

/// <summary>Reads of namespaces with the number of configs inside, which an index counts.</summary>
internal sealed class NamespaceQueries(StateDatabaseHolder state) : INamespaceQueries
{
    private const string Select =
        """
        SELECT tenant_id AS Id, tenant_name AS Name, tenant_desc AS Description, (SELECT count(*) FROM config_info c WHERE c.tenant_id = t.tenant_id) AS Count
        FROM tenant_info t WHERE kp = '1'
        """;

    private const string SelectDefault = "SELECT 'public' AS Id, 'public' AS Name, 'Default Namespace' AS Description, (SELECT count(*) FROM config_info WHERE tenant_id = 'public') AS Count";

    public async Task<NamespaceDetail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var isDefault = id == NamespaceId.Public;
        var row = await state.Database.ReadAsync(
            (id, isDefault),
            static (session, x, _) => session.Connection.QueryFirstOrDefault<Row>(x.isDefault ? SelectDefault : $"{Select} AND tenant_id = @id", new { x.id }),
            cancellationToken);
        return row?.ToDetail(isDefault);
    }

    public async Task<IReadOnlyList<NamespaceDetail>> ListAsync(CancellationToken cancellationToken) =>
        await state.Database.ScanAsync(
            static (session, _) =>
            {
                using var moment = session.BeginSnapshot();
                var first = session.Connection.QueryFirst<Row>(SelectDefault).ToDetail(isDefault: true);
                var others = session.Connection.Query<Row>($"{Select} ORDER BY id").Select(static row => row.ToDetail(isDefault: false));
                return others.Prepend(first).ToList();
            },
            cancellationToken);

    public async Task<bool> ExistsAsync(string id, CancellationToken cancellationToken) => id == NamespaceId.Public || await state.Database.ReadAsync(
        id,
        static (session, asked, _) => session.Connection.ExecuteScalar<int?>("SELECT 1 FROM tenant_info WHERE kp = '1' AND tenant_id = @asked", new { asked }) is not null,
        cancellationToken);

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Description { get; init; }
        public int Count { get; init; }

        public NamespaceDetail ToDetail(bool isDefault) => new(new Namespace(Id, Name, Description), isDefault, Count);
    }
}
