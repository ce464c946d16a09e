using System.Text.Json;
using Batata.Domain.Events;

namespace Batata.Infrastructure.Persistence.Events;

/// <summary>Events on the writing session of the state, for the applying thread.</summary>
internal sealed class EventRepository(StateDatabaseHolder state) : IEventRepository
{
    private static readonly Sql SelectLast = new("SELECT coalesce(max(ltime), 0) FROM consul_event");
    private static readonly Sql Insert = new("INSERT INTO consul_event (ltime, id, name, payload, node_filter, service_filter, tag_filter, nodes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private static readonly Sql DeleteOld = new("DELETE FROM consul_event WHERE ltime <= ?1");

    public ulong Add(UserEvent fired, IReadOnlyList<string>? nodes, int keep)
    {
        var session = state.Database.Writer;
        long next;
        using (var row = session.Prepare(SelectLast)) next = (row.Step() ? row.Int64(0) : 0) + 1;
        session.Prepare(Insert).Bind(1, next).Bind(2, fired.Id).Bind(3, fired.Name).Bind(4, fired.Payload.AsSpan()).Bind(5, fired.NodeFilter).Bind(6, fired.ServiceFilter)
            .Bind(7, fired.TagFilter).Bind(8, nodes is null ? null : JsonSerializer.Serialize(nodes)).Run();
        session.Prepare(DeleteOld).Bind(1, next - keep).Run();
        return (ulong)next;
    }
}
