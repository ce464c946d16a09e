using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Sessions;

/// <summary>Reads of sessions from the last commit.</summary>
internal sealed class SessionQueries(StateDatabaseHolder state) : ISessionQueries
{
    private static readonly Sql Select = new($"SELECT {SessionRows.Columns} FROM consul_session WHERE id = ?1");
    private static readonly Sql SelectAll = new($"SELECT {SessionRows.Columns} FROM consul_session ORDER BY id");
    private static readonly Sql SelectOfNode = new($"SELECT {SessionRows.Columns} FROM consul_session WHERE node_key = ?1 ORDER BY id");

    public ValueTask<(Session? Session, ulong Index)> FindAsync(string id, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(SessionRows.KeyOf(id), static (session, key, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            using var row = session.Prepare(Select).Bind(1, key);
            return (row.Step() ? SessionRows.Read(row) : null, StateIndexes.Read(session, StateIndexes.Sessions));
        }, cancellationToken);

    public ValueTask<(IReadOnlyList<Session> Sessions, ulong Index)> ListAsync(CancellationToken cancellationToken) =>
        state.Database.ScanAsync(0, static (session, _, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            return ReadAll(session, session.Prepare(SelectAll));
        }, cancellationToken);

    public ValueTask<(IReadOnlyList<Session> Sessions, ulong Index)> OfNodeAsync(string node, CancellationToken cancellationToken) =>
        state.Database.ScanAsync(SessionRows.KeyOf(node), static (session, key, _) =>
        {
            using var snapshot = session.BeginSnapshot();
            return ReadAll(session, session.Prepare(SelectOfNode).Bind(1, key));
        }, cancellationToken);

    private static (IReadOnlyList<Session> Sessions, ulong Index) ReadAll(StateSession session, Statement statement)
    {
        var sessions = new List<Session>();
        using (var row = statement)
        {
            while (row.Step()) sessions.Add(SessionRows.Read(row));
        }
        return (sessions, StateIndexes.Read(session, StateIndexes.Sessions));
    }
}
