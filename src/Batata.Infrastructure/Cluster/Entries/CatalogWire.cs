using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Nodes, instances and checks to messages and back.</summary>
internal static class CatalogWire
{
    public static Wire.CatalogNode ToWire(this CatalogNode node) => new()
    {
        Name = node.Name,
        Id = node.Id,
        Address = node.Address,
        TaggedAddresses = node.TaggedAddresses?.ToWire(),
        Meta = node.Meta?.ToWire(),
        CreateIndex = node.CreateIndex,
        ModifyIndex = node.ModifyIndex,
    };

    public static CatalogNode ToDomain(this Wire.CatalogNode node) =>
        new(node.Name, node.Id, node.Address, node.TaggedAddresses?.ToDomain(), node.Meta?.ToDomain(), node.CreateIndex, node.ModifyIndex);

    public static Wire.CatalogMap ToWire(this IReadOnlyDictionary<string, string> map)
    {
        var message = new Wire.CatalogMap();
        foreach (var (key, value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) message.Pairs.Add(new Wire.CatalogMap.Types.Pair { Key = key, Value = value });
        return message;
    }

    public static IReadOnlyDictionary<string, string> ToDomain(this Wire.CatalogMap map)
    {
        var domain = new Dictionary<string, string>(map.Pairs.Count, StringComparer.Ordinal);
        foreach (var pair in map.Pairs) domain[pair.Key] = pair.Value;
        return domain;
    }

    public static Wire.CatalogService ToWire(this ServiceInstance service)
    {
        var message = new Wire.CatalogService
        {
            Node = service.Node,
            Id = service.Id,
            Name = service.Name,
            Kind = service.Kind,
            Address = service.Address,
            Port = service.Port,
            Meta = service.Meta?.ToWire(),
            SocketPath = service.SocketPath,
            WeightPassing = service.Weights.Passing,
            WeightWarning = service.Weights.Warning,
            EnableTagOverride = service.EnableTagOverride,
            Proxy = service.Proxy is { } proxy ? new() { Destination = proxy.Destination, DestinationId = proxy.DestinationId, Json = proxy.Json } : null,
            Native = service.IsNative,
            CreateIndex = service.CreateIndex,
            ModifyIndex = service.ModifyIndex,
        };
        if (service.LocalityJson is { } locality) message.Locality = locality;
        message.Tags.AddRange(service.Tags);
        message.Ports.AddRange(service.Ports.Select(static port => new Wire.CatalogPort { Name = port.Name, Port = port.Port, Default = port.IsDefault }));
        foreach (var (tag, address) in service.TaggedAddresses.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            message.TaggedAddresses.Add(new Wire.CatalogTaggedAddress { Tag = tag, Address = address.Address, Port = address.Port });
        return message;
    }

    public static ServiceInstance ToDomain(this Wire.CatalogService service)
    {
        var addresses = new Dictionary<string, ServiceAddress>(service.TaggedAddresses.Count, StringComparer.Ordinal);
        foreach (var tagged in service.TaggedAddresses) addresses[tagged.Tag] = new ServiceAddress(tagged.Address, tagged.Port);
        return new ServiceInstance(
            service.Node, service.Id, service.Name, service.Kind, [.. service.Tags], service.Address, service.Port,
            [.. service.Ports.Select(static port => new ServicePort(port.Name, port.Port, port.Default))], addresses, service.Meta?.ToDomain(), service.SocketPath,
            new ServiceWeights(service.WeightPassing, service.WeightWarning), service.EnableTagOverride,
            service.Proxy is { } proxy ? new ServiceProxy(proxy.Destination, proxy.DestinationId, proxy.Json) : null, service.Native,
            service.HasLocality ? service.Locality : null, service.CreateIndex, service.ModifyIndex);
    }

    public static Wire.CatalogCheck ToWire(this HealthCheck check)
    {
        var message = new Wire.CatalogCheck
        {
            Node = check.Node,
            CheckId = check.CheckId,
            Name = check.Name,
            Status = check.Status,
            Notes = check.Notes,
            Output = check.Output,
            ServiceId = check.ServiceId,
            ServiceName = check.ServiceName,
            Type = check.Type,
            Interval = check.Interval,
            Timeout = check.Timeout,
            ExposedPort = check.ExposedPort,
            Definition = check.DefinitionJson,
            CreateIndex = check.CreateIndex,
            ModifyIndex = check.ModifyIndex,
        };
        message.ServiceTags.AddRange(check.ServiceTags);
        return message;
    }

    public static HealthCheck ToDomain(this Wire.CatalogCheck check) => new(
        check.Node, check.CheckId, check.Name, check.Status, check.Notes, check.Output, check.ServiceId, check.ServiceName, [.. check.ServiceTags], check.Type,
        check.Interval, check.Timeout, check.ExposedPort, check.Definition, check.CreateIndex, check.ModifyIndex);
}
