using Batata.Domain.Agents;

namespace Batata.Application.Agents;

/// <summary>What agents have, from the last commit. Names of nodes in any case, ids as they are.</summary>
public interface IAgentQueries
{
    /// <summary>In the order of ids.</summary>
    ValueTask<IReadOnlyList<AgentService>> ServicesAsync(string node, CancellationToken cancellationToken);

    ValueTask<AgentService?> ServiceAsync(string node, string id, CancellationToken cancellationToken);

    /// <summary>In the order of ids.</summary>
    ValueTask<IReadOnlyList<AgentCheck>> ChecksAsync(string node, CancellationToken cancellationToken);

    ValueTask<AgentCheck?> CheckAsync(string node, string id, CancellationToken cancellationToken);

    /// <summary>Nodes whose agents have a service of this id.</summary>
    ValueTask<IReadOnlyList<string>> NodesOfServiceAsync(string id, CancellationToken cancellationToken);

    /// <summary>Nodes whose agents have a check of this id.</summary>
    ValueTask<IReadOnlyList<string>> NodesOfCheckAsync(string id, CancellationToken cancellationToken);
}
