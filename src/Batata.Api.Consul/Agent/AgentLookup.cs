using Batata.Application.Agents;
using Batata.Application.Catalog;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>
/// Finds by id what this node's agent has, or else the one other agent of the cluster; of several, the one that is alive: the same rule as for writes
/// (<c>AgentWriter.OwnerOfService</c>), so that any node can be asked.
/// </summary>
internal sealed class AgentLookup(IAgentQueries agents, ICatalogQueries catalog, ILocalAgent local)
{
    public async ValueTask<AgentService?> ServiceAsync(string id, CancellationToken cancellationToken)
    {
        if (await agents.ServiceAsync(local.Node, id, cancellationToken) is { } own) return own;
        var nodes = await agents.NodesOfServiceAsync(id, cancellationToken);
        return (nodes is [var only] ? only : await OneOfAsync(nodes, cancellationToken)) is { } node ? await agents.ServiceAsync(node, id, cancellationToken) : null;
    }

    /// <returns>Null when none of them is in the catalog, or it is not clear which is meant.</returns>
    private async ValueTask<string?> OneOfAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var (there, alive) = (new List<string>(), new List<string>());
        foreach (var node in nodes)
        {
            var (content, _) = await catalog.NodeAsync(node, cancellationToken);
            if (content is null || !content.Node.Name.Equals(node, StringComparison.OrdinalIgnoreCase)) continue;
            there.Add(node);
            if (content.Checks.Any(static check => check is { CheckId: CatalogNode.SerfCheckId, Status: CheckStatus.Passing })) alive.Add(node);
        }
        return there is [var left] ? left : alive is [var living] ? living : null;
    }
}
