using Batata.Api.Consul.Bodies;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>What a sidecar takes from the service that it was registered with. Protocol source: Consul <c>sidecarServiceFromNodeService</c>.</summary>
internal static class SidecarForms
{
    /// <param name="sidecar">Changed, and returned.</param>
    public static ServiceForm Complete(ServiceForm service, ServiceForm sidecar)
    {
        var id = service.Id.Length > 0 ? service.Id : service.Name;
        sidecar.Id = id + AgentService.SidecarSuffix;
        if (sidecar.Meta is null or { Count: 0 } && service.Meta is { Count: > 0 } meta) sidecar.Meta = new Dictionary<string, string>(meta, StringComparer.Ordinal);
        if (sidecar.Tags.Count == 0) sidecar.Tags = [.. service.Tags];
        if (sidecar.Kind.Length == 0) sidecar.Kind = ServiceInstance.ConnectProxyKind;
        if (sidecar.Name.Length == 0) sidecar.Name = service.Name + AgentService.SidecarSuffix;
        if (sidecar.Address.Length == 0) sidecar.Address = service.Address;
        var proxy = sidecar.Proxy ??= new ProxyForm();
        if (proxy.DestinationServiceName.Length == 0) proxy.DestinationServiceName = service.Name;
        if (proxy.DestinationServiceId.Length == 0) proxy.DestinationServiceId = id;
        SettleAddress(proxy, service);
        return sidecar;
    }

    /// <summary>Where the service itself listens.</summary>
    private static void SettleAddress(ProxyForm proxy, ServiceForm service)
    {
        if (proxy.LocalServiceSocketPath.Length > 0 || (proxy.LocalServiceAddress.Length > 0 && proxy.LocalServicePort > 0)) return;
        if (service.SocketPath.Length > 0)
        {
            proxy.LocalServiceSocketPath = service.SocketPath;
            return;
        }
        if (proxy.LocalServiceAddress.Length == 0) proxy.LocalServiceAddress = "127.0.0.1";
        if (proxy.LocalServicePort < 1) proxy.LocalServicePort = service.Port;
    }
}
