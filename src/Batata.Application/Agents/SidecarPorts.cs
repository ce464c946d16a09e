using Batata.Domain.Agents;

namespace Batata.Application.Agents;

/// <summary>Ports for sidecars that are registered without one. Protocol source: Consul <c>agent/sidecar_service.go</c>. For the applying thread.</summary>
internal sealed class SidecarPorts(IAgentRepository agents)
{
    /// <summary>Consul's <c>ports.sidecar_min_port</c> and <c>sidecar_max_port</c>.</summary>
    public const int From = 21_000;
    public const int To = 21_255;

    /// <returns>The one that it had, or the first of the range that no service of the node has; null when there is none.</returns>
    public int? Find(AgentService sidecar)
    {
        var used = new HashSet<int>();
        foreach (var service in agents.ServicesOf(sidecar.Node))
        {
            if (service.Id != sidecar.Id) used.Add(service.Definition.Port);
            else if (service.Definition.Port is >= From and <= To) return service.Definition.Port;
        }
        for (var port = From; port <= To; port++)
        {
            if (!used.Contains(port)) return port;
        }
        return null;
    }
}
