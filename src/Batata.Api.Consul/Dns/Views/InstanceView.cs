using Batata.Application.Catalog;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>An instance as questions need it, worked out once.</summary>
internal sealed class InstanceView
{
    private readonly CatalogAddress[] _service;
    private readonly IReadOnlyList<ServicePort> _ports;

    public InstanceView(InstanceHealth instance)
    {
        var service = instance.Service;
        Node = new NodeView(instance.Node);
        Port = (ushort)(service.Port != 0 ? service.Port : service.Ports.FirstOrDefault(static port => port.IsDefault)?.Port ?? 0);
        _ports = service.Ports;
        Tags = [.. service.Tags.Select(static tag => tag.ToLowerInvariant())];
        IsCritical = instance.Checks.Any(static check => check.Status == CheckStatus.Critical);
        IsPassing = instance.Checks.All(static check => check.Status == CheckStatus.Passing);
        Weight = WeightOf(service, instance.Checks);
        _service = AddressChoice.Of(service);
    }

    public NodeView Node { get; }

    /// <summary>Its port, or that of its ports which is meant when none is named.</summary>
    public ushort Port { get; }

    public ushort Weight { get; }

    public bool IsCritical { get; }

    public bool IsPassing { get; }

    private string[] Tags { get; }

    /// <param name="tag">In small letters.</param>
    public bool Has(string tag) => Array.IndexOf(Tags, tag) >= 0;

    /// <param name="name">In small letters; null for the one that it has without a name.</param>
    /// <returns>Null when it has no such port.</returns>
    public ushort? PortOf(string? name)
    {
        if (name is null) return Port;
        foreach (var port in _ports)
        {
            if (port.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return (ushort)port.Port;
        }
        return null;
    }

    /// <summary>Its own address, which may be empty: that of the node then.</summary>
    public CatalogAddress Address(Family family) => _service[(int)family];

    /// <summary>By the worst of all checks. Protocol source: Consul <c>findWeight</c>.</summary>
    private static ushort WeightOf(ServiceInstance service, IReadOnlyList<HealthCheck> checks) => CheckStatus.Aggregate(checks) switch
    {
        CheckStatus.Passing => (ushort)service.Weights.Passing,
        CheckStatus.Warning => (ushort)service.Weights.Warning,
        CheckStatus.Critical or CheckStatus.Maintenance => 0,
        _ => 1,
    };
}
