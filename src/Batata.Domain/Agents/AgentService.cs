using Batata.Domain.Catalog;

namespace Batata.Domain.Agents;

/// <summary>A service that was registered with the agent of a node. Its key is node and id. Immutable.</summary>
/// <param name="Definition">As it was registered, under the name of the agent's node; its indexes are not used.</param>
/// <param name="IsSidecar">It came with another service, whose id it has with <see cref="SidecarSuffix"/>, and goes with it.</param>
/// <param name="IsFromFile">It stands in the configuration file, and goes when it does not any more.</param>
/// <param name="Token">Secret that it was registered with.</param>
public sealed record AgentService(ServiceInstance Definition, bool IsSidecar, bool IsFromFile, string Token)
{
    public const string SidecarSuffix = "-sidecar-proxy";

    public string Node => Definition.Node;

    public string Id => Definition.Id;
}
