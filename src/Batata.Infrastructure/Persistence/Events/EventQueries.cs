using System.Text.Json;
using Batata.Application.Events;
using Batata.Domain.Events;

namespace Batata.Infrastructure.Persistence.Events;

/// <summary>Reads of events from the last commit.</summary>
internal sealed class EventQueries(StateDatabaseHolder state) : IEventQueries
{
    private static readonly Sql Select = new("SELECT ltime, id, name, payload, node_filter, service_filter, tag_filter, nodes FROM consul_event ORDER BY ltime DESC");

    public ValueTask<IReadOnlyList<UserEvent>> ListAsync(string node, int limit, CancellationToken cancellationToken) =>
        state.Database.ScanAsync((node, limit), static (session, asked, _) =>
        {
            var events = new List<UserEvent>();
            using (var row = session.Prepare(Select))
            {
                while (events.Count < asked.limit && row.Step())
                {
                    if (!row.IsNull(7) && !JsonSerializer.Deserialize<string[]>(row.Utf8(7))!.Contains(asked.node, StringComparer.OrdinalIgnoreCase)) continue;
                    events.Add(new UserEvent(row.Text(1), row.Text(2), row.Utf8(3).ToArray(), row.Text(4), row.Text(5), row.Text(6), (ulong)row.Int64(0)));
                }
            }
            events.Reverse();
            return (IReadOnlyList<UserEvent>)events;
        }, cancellationToken);
}
