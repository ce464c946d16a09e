using Batata.Application.Agents;
using Batata.Domain.Agents;

namespace Batata.Api.Consul.Agent;

/// <summary>Finds by id what this node's agent has, or else the one other agent of the cluster: the same rule as for writes, so that any node can be asked.</summary>
internal sealed class AgentLookup(IAgentQueries agents, ILocalAgent local)
{
    public async ValueTask<AgentService?> ServiceAsync(string id, CancellationToken cancellationToken)
    {
        if (await agents.ServiceAsync(local.Node, id, cancellationToken) is { } own) return own;
        return await agents.NodesOfServiceAsync(id, cancellationToken) is [var only] ? await agents.ServiceAsync(only, id, cancellationToken) : null;
    }
}
