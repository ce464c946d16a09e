namespace Batata.Domain.Agents;

/// <summary>What agents have, for the applying thread. Names of nodes are taken in any case, ids as they are.</summary>
public interface IAgentRepository
{
    AgentService? FindService(string node, string id);

    /// <summary>In the order of ids; so are the others.</summary>
    IReadOnlyList<AgentService> ServicesOf(string node);

    IReadOnlyList<string> NodesWithService(string id);

    void Save(AgentService service);

    bool RemoveService(string node, string id);

    AgentCheck? FindCheck(string node, string id);

    IReadOnlyList<AgentCheck> ChecksOf(string node);

    IReadOnlyList<AgentCheck> ChecksOfService(string node, string serviceId);

    IReadOnlyList<string> NodesWithCheck(string id);

    void Save(AgentCheck check);

    /// <summary>Its state alone: the definition stays.</summary>
    void SaveState(AgentCheck check);

    bool RemoveCheck(string node, string id);
}
