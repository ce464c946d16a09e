using Batata.Application.Agents;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Persistence.Agents;

/// <summary>What agents have, from the last commit.</summary>
internal sealed class AgentQueries(StateDatabaseHolder state) : IAgentQueries
{
    private static readonly Sql SelectService = new($"{AgentRows.Services} WHERE node = ?1 AND id = ?2");
    private static readonly Sql SelectServices = new($"{AgentRows.Services} WHERE node = ?1 ORDER BY id");
    private static readonly Sql SelectServiceNodes = new("SELECT node FROM consul_agent_service WHERE id = ?1 ORDER BY node");
    private static readonly Sql SelectCheck = new($"{AgentRows.Checks} WHERE node = ?1 AND id = ?2");
    private static readonly Sql SelectChecks = new($"{AgentRows.Checks} WHERE node = ?1 ORDER BY id");
    private static readonly Sql SelectCheckNodes = new("SELECT node FROM consul_agent_check WHERE id = ?1 ORDER BY node");

    public ValueTask<IReadOnlyList<AgentService>> ServicesAsync(string node, CancellationToken cancellationToken) =>
        state.Database.ScanAsync(node, static (session, name, _) =>
            (IReadOnlyList<AgentService>)AgentRows.ReadAll(session.Prepare(SelectServices).Bind(1, name), AgentRows.ReadService), cancellationToken);

    public ValueTask<AgentService?> ServiceAsync(string node, string id, CancellationToken cancellationToken) =>
        state.Database.ReadAsync((node, id), static (session, asked, _) =>
        {
            using var row = session.Prepare(SelectService).Bind(1, asked.node).Bind(2, asked.id);
            return row.Step() ? AgentRows.ReadService(row) : null;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<AgentCheck>> ChecksAsync(string node, CancellationToken cancellationToken) =>
        state.Database.ScanAsync(node, static (session, name, _) =>
            (IReadOnlyList<AgentCheck>)AgentRows.ReadAll(session.Prepare(SelectChecks).Bind(1, name), AgentRows.ReadCheck), cancellationToken);

    public ValueTask<AgentCheck?> CheckAsync(string node, string id, CancellationToken cancellationToken) =>
        state.Database.ReadAsync((node, id), static (session, asked, _) =>
        {
            using var row = session.Prepare(SelectCheck).Bind(1, asked.node).Bind(2, asked.id);
            return row.Step() ? AgentRows.ReadCheck(row) : null;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<string>> NodesOfServiceAsync(string id, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(id, static (session, asked, _) =>
            (IReadOnlyList<string>)AgentRows.ReadAll(session.Prepare(SelectServiceNodes).Bind(1, asked), static row => row.Text(0)), cancellationToken);

    public ValueTask<IReadOnlyList<string>> NodesOfCheckAsync(string id, CancellationToken cancellationToken) =>
        state.Database.ReadAsync(id, static (session, asked, _) =>
            (IReadOnlyList<string>)AgentRows.ReadAll(session.Prepare(SelectCheckNodes).Bind(1, asked), static row => row.Text(0)), cancellationToken);
}
