using Batata.Domain.Namespaces;

namespace Batata.Infrastructure.Persistence.Namespaces;

/// <summary>Namespaces on the writing session of the state, in Nacos' table <c>tenant_info</c>: those of users have <c>kp</c> 1.</summary>
internal sealed class NamespaceRepository(StateDatabaseHolder state) : INamespaceRepository
{
    private static readonly Sql Select = new("SELECT tenant_name, tenant_desc FROM tenant_info WHERE kp = '1' AND tenant_id = ?");

    private static readonly Sql Insert = new(
        "INSERT INTO tenant_info (kp, tenant_id, tenant_name, tenant_desc, create_source, gmt_create, gmt_modified) VALUES ('1', ?1, ?2, ?3, 'nacos', ?4, ?4)");

    private static readonly Sql Update = new("UPDATE tenant_info SET tenant_name = ?2, tenant_desc = ?3, gmt_modified = ?4 WHERE kp = '1' AND tenant_id = ?1");

    private static readonly Sql Delete = new("DELETE FROM tenant_info WHERE kp = '1' AND tenant_id = ?");

    public ValueTask<Namespace?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var row = state.Database.Writer.Prepare(Select).Bind(1, id);
        return ValueTask.FromResult(row.Step() ? new Namespace(id, row.Text(0), row.TextOrNull(1)) : null);
    }

    public ValueTask AddAsync(Namespace added, DateTimeOffset at, CancellationToken cancellationToken) => Write(Insert, added, at);

    public ValueTask UpdateAsync(Namespace changed, DateTimeOffset at, CancellationToken cancellationToken) => Write(Update, changed, at);

    public ValueTask RemoveAsync(string id, CancellationToken cancellationToken)
    {
        state.Database.Writer.Prepare(Delete).Bind(1, id).Run();
        return ValueTask.CompletedTask;
    }

    private ValueTask Write(Sql sql, Namespace written, DateTimeOffset at)
    {
        state.Database.Writer.Prepare(sql).Bind(1, written.Id).Bind(2, written.Name).Bind(3, written.Description).Bind(4, at.ToUnixTimeMilliseconds()).Run();
        return ValueTask.CompletedTask;
    }
}
