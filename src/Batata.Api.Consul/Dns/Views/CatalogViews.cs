using System.Collections.Frozen;
using System.Net;
using Batata.Application.Catalog;
using Batata.Application.Watches;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>The catalog for questions: read once, and again when what was read has changed. A question that finds its view waits for nothing.</summary>
internal sealed class CatalogViews : IDisposable
{
    private const int Capacity = 8_192;
    private const string VirtualAddress = "consul-virtual";

    private readonly ICatalogQueries _catalog;
    private readonly KeptViews<IReadOnlyList<InstanceView>> _services;
    private readonly KeptViews<MeshView> _meshes;
    private readonly KeptViews<NodeView?> _nodes;
    private readonly KeptViews<FrozenDictionary<IPAddress, string>> _nodesByAddress;
    private readonly KeptViews<FrozenDictionary<string, string>> _servicesByAddress;

    public CatalogViews(ICatalogQueries catalog, IWatches watches)
    {
        _catalog = catalog;
        _services = new(watches, Capacity, static name => [WatchTopic.Service(name)], ReadServiceAsync);
        _meshes = new(watches, Capacity, static name => [WatchTopic.Connect(name)], ReadMeshAsync);
        // By an id as well, which no topic has; a node that is missing may come with any.
        _nodes = new(watches, Capacity, static name => [WatchTopic.Node(name), WatchTopic.Nodes], ReadNodeAsync);
        _nodesByAddress = new(watches, 1, static _ => [WatchTopic.Nodes], ReadNodeAddressesAsync);
        _servicesByAddress = new(watches, 1, static _ => [WatchTopic.Services], ReadServiceAddressesAsync);
    }

    /// <param name="name">In small letters; so of the others.</param>
    public ValueTask<IReadOnlyList<InstanceView>> ServiceAsync(string name) => _services.GetAsync(name);

    public ValueTask<MeshView> MeshAsync(string name) => _meshes.GetAsync(name);

    public ValueTask<NodeView?> NodeAsync(string name) => _nodes.GetAsync(name);

    /// <summary>Names of nodes by their address; the first by name of those that share one.</summary>
    public ValueTask<FrozenDictionary<IPAddress, string>> NodesByAddressAsync() => _nodesByAddress.GetAsync("");

    /// <summary>Names of services by the address of an instance, as it was registered.</summary>
    public ValueTask<FrozenDictionary<string, string>> ServicesByAddressAsync() => _servicesByAddress.GetAsync("");

    public void Dispose()
    {
        _services.Dispose();
        _meshes.Dispose();
        _nodes.Dispose();
        _nodesByAddress.Dispose();
        _servicesByAddress.Dispose();
    }

    private async Task<IReadOnlyList<InstanceView>> ReadServiceAsync(string name)
    {
        var instances = (await _catalog.ServiceAsync(name, CancellationToken.None)).Instances;
        return [.. instances.Select(static instance => new InstanceView(instance))];
    }

    private async Task<MeshView> ReadMeshAsync(string name)
    {
        var instances = (await _catalog.ConnectAsync(name, CancellationToken.None)).Instances;
        var address = instances.Select(static one => one.Service.TaggedAddresses.GetValueOrDefault(VirtualAddress)?.Address).FirstOrDefault(static one => one is { Length: > 0 });
        return new MeshView([.. instances.Select(static instance => new InstanceView(instance))], address is null ? null : GoAddress.Parse(address));
    }

    private async Task<NodeView?> ReadNodeAsync(string name)
    {
        var (content, _) = await _catalog.NodeAsync(name, CancellationToken.None);
        return content is null ? null : new NodeView(content.Node);
    }

    private async Task<FrozenDictionary<IPAddress, string>> ReadNodeAddressesAsync(string name)
    {
        var (nodes, _) = await _catalog.NodesAsync(CancellationToken.None);
        var byAddress = new Dictionary<IPAddress, string>();
        foreach (var node in nodes.OrderBy(static node => node.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (GoAddress.Parse(node.Address) is { } address) byAddress.TryAdd(address, node.Name);
        }
        return byAddress.ToFrozenDictionary();
    }

    private async Task<FrozenDictionary<string, string>> ReadServiceAddressesAsync(string name)
    {
        var (instances, _) = await _catalog.ServicesAsync(CancellationToken.None);
        var byAddress = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var instance in instances)
        {
            if (instance.Service.Address.Length > 0) byAddress.TryAdd(instance.Service.Address, instance.Service.Name);
        }
        return byAddress.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>What stands for a service in the mesh.</summary>
/// <param name="VirtualAddress">Null when none was given out.</param>
internal sealed record MeshView(IReadOnlyList<InstanceView> Instances, IPAddress? VirtualAddress);
