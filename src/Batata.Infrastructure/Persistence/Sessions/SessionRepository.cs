using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Sessions;

/// <summary>Sessions on the writing session of the state, for the applying thread.</summary>
internal sealed class SessionRepository(StateDatabaseHolder state, StateIndexes indexes) : ISessionRepository, ILiveSessions
{
    private static readonly Sql SelectLive = new("SELECT 1 FROM consul_session WHERE id = ?1");
    private static readonly Sql Select = new($"SELECT {SessionRows.Columns} FROM consul_session WHERE id = ?1");
    private static readonly Sql SelectOfNode = new($"SELECT {SessionRows.Columns} FROM consul_session WHERE node_key = ?1 ORDER BY id");

    private static readonly Sql SelectOfCheck = new(
        $"SELECT {SessionRows.Columns} FROM consul_session WHERE id IN (SELECT session FROM consul_session_check WHERE node_key = ?1 AND check_key = ?2) ORDER BY id");

    private static readonly Sql SelectWithTtl = new("SELECT id, ttl_ms FROM consul_session WHERE ttl_ms > 0");

    private static readonly Sql Insert = new(
        """
        INSERT INTO consul_session (id, name, node, node_key, lock_delay_ns, behavior, ttl, ttl_ms, node_checks, service_checks, checks, create_index, modify_index)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """);

    private static readonly Sql InsertCheck = new("INSERT OR IGNORE INTO consul_session_check (node_key, check_key, session) VALUES (?1, ?2, ?3)");
    private static readonly Sql Delete = new("DELETE FROM consul_session WHERE id = ?1");
    private static readonly Sql DeleteChecks = new("DELETE FROM consul_session_check WHERE session = ?1");

    private StateSession Session => state.Database.Writer;

    /// <returns>Ids of those that need renewals, with their TTLs.</returns>
    public static List<(string Id, long TtlMs)> ReadWithTtl(StateSession session)
    {
        var found = new List<(string, long)>();
        using var row = session.Prepare(SelectWithTtl);
        while (row.Step()) found.Add((row.Text(0), row.Int64(1)));
        return found;
    }

    public bool Exists(string id)
    {
        using var row = Session.Prepare(SelectLive).Bind(1, SessionRows.KeyOf(id));
        return row.Step();
    }

    public Session? Find(string id)
    {
        using var row = Session.Prepare(Select).Bind(1, SessionRows.KeyOf(id));
        return row.Step() ? SessionRows.Read(row) : null;
    }

    public IReadOnlyList<Session> FindOfNode(string node) => ReadAll(Session.Prepare(SelectOfNode).Bind(1, SessionRows.KeyOf(node)));

    public IReadOnlyList<Session> FindOfCheck(string node, string checkId) =>
        ReadAll(Session.Prepare(SelectOfCheck).Bind(1, SessionRows.KeyOf(node)).Bind(2, SessionRows.KeyOf(checkId)));

    public void Add(Session session)
    {
        var node = SessionRows.KeyOf(session.Node);
        Session.Prepare(Insert).Bind(1, session.Id).Bind(2, session.Name).Bind(3, session.Node).Bind(4, node)
            .Bind(5, session.LockDelayNs).Bind(6, (long)session.Behavior).Bind(7, session.Ttl).Bind(8, session.TtlMs)
            .Bind(9, SessionRows.Write(session.NodeChecks)).Bind(10, SessionRows.Write(session.ServiceChecks)).Bind(11, SessionRows.Write(session.Checks))
            .Bind(12, (long)session.CreateIndex).Bind(13, (long)session.ModifyIndex).Run();
        foreach (var check in session.CheckIds) Session.Prepare(InsertCheck).Bind(1, node).Bind(2, SessionRows.KeyOf(check)).Bind(3, session.Id).Run();
        indexes.Set(StateIndexes.Sessions, session.ModifyIndex);
    }

    public void Remove(Session session, ulong index)
    {
        Session.Prepare(Delete).Bind(1, session.Id).Run();
        Session.Prepare(DeleteChecks).Bind(1, session.Id).Run();
        indexes.Set(StateIndexes.Sessions, index);
    }

    private static List<Session> ReadAll(Statement statement)
    {
        var sessions = new List<Session>();
        using var row = statement;
        while (row.Step()) sessions.Add(SessionRows.Read(row));
        return sessions;
    }
}
