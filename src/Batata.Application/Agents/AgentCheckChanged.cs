using Batata.Domain.Agents;

namespace Batata.Application.Agents;

/// <summary>
/// A check of an agent was registered (also: again), reported, or removed. Who runs checks follows this: the agent's own node does. After a reset of the
/// observer all are read again with <see cref="IAgentQueries"/>.
/// </summary>
/// <param name="Node">Name of the node whose agent has it.</param>
/// <param name="Check">As it is now; null when it is gone.</param>
/// <param name="IsRegistration">It starts anew. False: only its state changed.</param>
public sealed record AgentCheckChanged(string Node, string CheckId, AgentCheck? Check, bool IsRegistration);
