using System.Globalization;
using System.Text.Json;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Application.Agents;

/// <summary>The checks of a sidecar that came without any. Protocol source: Consul <c>sidecarDefaultChecks</c>.</summary>
internal static class SidecarChecks
{
    public static IReadOnlyList<AgentCheck> Of(AgentService sidecar, string parentId, DateTimeOffset at)
    {
        var definition = sidecar.Definition;
        var address = definition.Address.Length > 0 ? definition.Address : LocalAddressOf(definition);
        var host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        return
        [
            Check(sidecar, 1, "Connect Sidecar Listening", "10s", at, new CheckDefinition
            {
                Tcp = string.Create(CultureInfo.InvariantCulture, $"{host}:{definition.Port}"), Interval = TimeSpan.FromSeconds(10),
            }),
            Check(sidecar, 2, $"Connect Sidecar Aliasing {parentId}", "", at, new CheckDefinition { AliasService = parentId }),
        ];
    }

    /// <summary>Where the service itself listens, and so most likely its proxy; empty when that is a socket.</summary>
    private static string LocalAddressOf(ServiceInstance sidecar)
    {
        if (sidecar.Proxy is null) return "";
        using var proxy = JsonDocument.Parse(sidecar.Proxy.Json);
        return proxy.RootElement.TryGetProperty("LocalServiceAddress", out var address) ? address.GetString() ?? "" : "";
    }

    private static AgentCheck Check(AgentService sidecar, int number, string name, string interval, DateTimeOffset at, CheckDefinition definition) => new(
        new HealthCheck(
            sidecar.Node, string.Create(CultureInfo.InvariantCulture, $"service:{sidecar.Id}:{number}"), name, CheckStatus.Critical, "", "", sidecar.Id,
            sidecar.Definition.Name, sidecar.Definition.Tags, definition.Kind, interval, "", 0, "{}", 0, 0),
        definition, 0, at, false, null, sidecar.IsFromFile);
}
