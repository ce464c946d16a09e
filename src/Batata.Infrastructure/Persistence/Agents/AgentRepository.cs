using Batata.Domain.Agents;

namespace Batata.Infrastructure.Persistence.Agents;

/// <summary>What agents have, on the writing session of the state.</summary>
internal sealed class AgentRepository(StateDatabaseHolder state) : IAgentRepository
{
    private static readonly Sql SelectService = new($"{AgentRows.Services} WHERE node = ?1 AND id = ?2");
    private static readonly Sql SelectServices = new($"{AgentRows.Services} WHERE node = ?1 ORDER BY id");
    private static readonly Sql SelectServiceNodes = new("SELECT node FROM consul_agent_service WHERE id = ?1 ORDER BY node");
    private static readonly Sql PutService = new("INSERT OR REPLACE INTO consul_agent_service (node, id, definition) VALUES (?1, ?2, ?3)");
    private static readonly Sql DeleteService = new("DELETE FROM consul_agent_service WHERE node = ?1 AND id = ?2");
    private static readonly Sql SelectCheck = new($"{AgentRows.Checks} WHERE node = ?1 AND id = ?2");
    private static readonly Sql SelectChecks = new($"{AgentRows.Checks} WHERE node = ?1 ORDER BY id");
    private static readonly Sql SelectChecksOfService = new($"{AgentRows.Checks} WHERE node = ?1 AND service_id = ?2 ORDER BY id");
    private static readonly Sql SelectCheckNodes = new("SELECT node FROM consul_agent_check WHERE id = ?1 ORDER BY node");

    private static readonly Sql PutCheck = new(
        """
        INSERT OR REPLACE INTO consul_agent_check (node, id, service_id, registration, status, output, reported_at, is_reported, critical_since, definition)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private static readonly Sql UpdateCheck = new(
        "UPDATE consul_agent_check SET status = ?3, output = ?4, reported_at = ?5, is_reported = ?6, critical_since = ?7 WHERE node = ?1 AND id = ?2");

    private static readonly Sql DeleteCheck = new("DELETE FROM consul_agent_check WHERE node = ?1 AND id = ?2");

    private StateSession Session => state.Database.Writer;

    public AgentService? FindService(string node, string id)
    {
        using var row = Session.Prepare(SelectService).Bind(1, node).Bind(2, id);
        return row.Step() ? AgentRows.ReadService(row) : null;
    }

    public IReadOnlyList<AgentService> ServicesOf(string node) => AgentRows.ReadAll(Session.Prepare(SelectServices).Bind(1, node), AgentRows.ReadService);

    public IReadOnlyList<string> NodesWithService(string id) => AgentRows.ReadAll(Session.Prepare(SelectServiceNodes).Bind(1, id), static row => row.Text(0));

    public void Save(AgentService service) => Session.Prepare(PutService).Bind(1, service.Node).Bind(2, service.Id).Bind(3, AgentRows.Bytes(service)).Run();

    public bool RemoveService(string node, string id) => Session.Prepare(DeleteService).Bind(1, node).Bind(2, id).Run() > 0;

    public AgentCheck? FindCheck(string node, string id)
    {
        using var row = Session.Prepare(SelectCheck).Bind(1, node).Bind(2, id);
        return row.Step() ? AgentRows.ReadCheck(row) : null;
    }

    public IReadOnlyList<AgentCheck> ChecksOf(string node) => AgentRows.ReadAll(Session.Prepare(SelectChecks).Bind(1, node), AgentRows.ReadCheck);

    public IReadOnlyList<AgentCheck> ChecksOfService(string node, string serviceId) =>
        AgentRows.ReadAll(Session.Prepare(SelectChecksOfService).Bind(1, node).Bind(2, serviceId), AgentRows.ReadCheck);

    public IReadOnlyList<string> NodesWithCheck(string id) => AgentRows.ReadAll(Session.Prepare(SelectCheckNodes).Bind(1, id), static row => row.Text(0));

    public void Save(AgentCheck check)
    {
        var put = Session.Prepare(PutCheck).Bind(1, check.Node).Bind(2, check.Id).Bind(3, check.State.ServiceId).Bind(4, (long)check.Registration)
            .Bind(5, check.State.Status).Bind(6, check.State.Output).Bind(7, check.ReportedAt.ToUnixTimeMilliseconds()).Bind(8, AgentRows.ReportOf(check))
            .Bind(10, AgentRows.Bytes(check));
        BindSince(put, 9, check).Run();
    }

    public void SaveState(AgentCheck check)
    {
        var update = Session.Prepare(UpdateCheck).Bind(1, check.Node).Bind(2, check.Id).Bind(3, check.State.Status).Bind(4, check.State.Output)
            .Bind(5, check.ReportedAt.ToUnixTimeMilliseconds()).Bind(6, AgentRows.ReportOf(check));
        BindSince(update, 7, check).Run();
    }

    public bool RemoveCheck(string node, string id) => Session.Prepare(DeleteCheck).Bind(1, node).Bind(2, id).Run() > 0;

    private static Statement BindSince(Statement statement, int parameter, AgentCheck check) =>
        check.CriticalSince is { } since ? statement.Bind(parameter, since.ToUnixTimeMilliseconds()) : statement.BindNull(parameter);
}
