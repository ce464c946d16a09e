using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Names;
using Batata.Api.Consul.Dns.Recursion;
using Batata.Api.Consul.Dns.Views;
using Batata.Api.Consul.Dns.Wire;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>What the catalog says to a name below the domain. Protocol source: Consul <c>DNSServer.dispatch</c>.</summary>
internal sealed class CatalogAnswers
{
    private readonly ConsulDnsOptions _options;
    private readonly string _datacenter;
    private readonly CatalogViews _views;
    private readonly ServiceTtls _ttls;
    private readonly ServiceAnswers _services;

    public CatalogAnswers(CatalogViews views, Recursors recursors, IOptions<ConsulDnsOptions> options, IOptions<ConsulOptions> consul)
    {
        (_options, _datacenter, _views) = (options.Value, consul.Value.Datacenter, views);
        _ttls = new ServiceTtls(_options.ServiceTtlSeconds);
        Domains = new Domains(_options);
        var aliases = new AliasAnswers(Domains, recursors) { Look = AnswerAsync };
        _services = new ServiceAnswers(_options, Domains, _datacenter, aliases);
        Nodes = new NodeAnswers(_options, aliases);
    }

    public Domains Domains { get; }

    public NodeAnswers Nodes { get; }

    public ValueTask<Found> AnswerAsync(Lookup lookup, CancellationToken cancellationToken)
    {
        var name = ConsulName.Parse(Domains.Strip(lookup.Name), lookup.Type);
        if (name.Kind == NameKind.None || name.Labels.Count == 0) return new(Found.NoName);
        if (name.Kind == NameKind.Address) return new(Address(lookup, name));
        // There are no prepared queries yet, so none is found by any name.
        if (name.Place is not { } place || name.Kind == NameKind.Query) return new(Found.NoName);
        return name.Kind switch
        {
            NameKind.Node => NodeAsync(lookup, name, place, cancellationToken),
            NameKind.Virtual => VirtualAsync(lookup, name, place),
            _ when !place.IsHere(_datacenter) => new(Found.NoName),
            NameKind.Service => ServiceAsync(lookup with { PortName = place.Port }, name, cancellationToken),
            NameKind.Connect => MeshAsync(lookup, name, cancellationToken),
            // Only a config entry says what an ingress gateway shows, and there are none yet.
            _ => new(_options.RequiresTokens ? Found.Failed : Found.NoName),
        };
    }

    /// <summary>Servers of the cluster, which are the name servers of the domain, in another order each time. None for those without rights.</summary>
    public async ValueTask<NodeView[]> ServersAsync()
    {
        if (_options.RequiresTokens) return [];
        var servers = (await _views.ServiceAsync("consul")).Where(Serves).Select(static server => server.Node).Where(static node => node.HasPlainName).ToArray();
        Random.Shared.Shuffle(servers);
        return servers;
    }

    private async ValueTask<Found> ServiceAsync(Lookup lookup, ConsulName name, CancellationToken cancellationToken)
    {
        var (service, tag) = name.Service();
        if (service.Length == 0) return Found.Failed;
        if (_options.RequiresTokens) return Found.NoName;
        var instances = await _views.ServiceAsync(service);
        return await InstancesAsync(lookup, service, Choose(instances, tag, lookup.PortName), cancellationToken);
    }

    private async ValueTask<Found> MeshAsync(Lookup lookup, ConsulName name, CancellationToken cancellationToken)
    {
        if (_options.RequiresTokens) return Found.Failed;
        var service = name.Labels[^1];
        var mesh = await _views.MeshAsync(service);
        return await InstancesAsync(lookup, service, Choose(mesh.Instances, tag: null, port: null), cancellationToken);
    }

    private ValueTask<Found> InstancesAsync(Lookup lookup, string service, InstanceView[] instances, CancellationToken cancellationToken) =>
        instances.Length == 0 ? new(Found.NoName) : _services.AnswerAsync(lookup, instances, _ttls.Of(service), cancellationToken);

    private async ValueTask<Found> NodeAsync(Lookup lookup, ConsulName name, Place place, CancellationToken cancellationToken)
    {
        if (!NodeAnswers.Has(lookup.Type)) return Found.Nothing;
        if (!place.IsHere(_datacenter) || _options.RequiresTokens) return Found.NoName;
        return await _views.NodeAsync(string.Join('.', name.Labels)) is { } node ? await Nodes.AnswerAsync(lookup, node, cancellationToken) : Found.NoName;
    }

    /// <summary>A single label behind it is a peer, and there is none; the datacenter is not looked at.</summary>
    private async ValueTask<Found> VirtualAsync(Lookup lookup, ConsulName name, Place place)
    {
        if (_options.RequiresTokens) return Found.Failed;
        if (place.IsBare || place.Peer is not null || (await _views.MeshAsync(name.Labels[^1])).VirtualAddress is not { } address) return Found.Nothing;
        return new Found(Outcome.Found) { Answers = [new AddressRecord(Lowered(lookup.Name), (uint)_options.NodeTtlSeconds, address)] };
    }

    private Found Address(Lookup lookup, ConsulName name)
    {
        if (name.Labels.Count != 1 || ReverseName.ParseHex(name.Labels[0]) is not { } address) return Found.NoName;
        List<AnswerRecord> records = [new AddressRecord(Lowered(lookup.Name), (uint)_options.NodeTtlSeconds, address)];
        return lookup.Type == records[0].Type || lookup.Type == RecordType.Any
            ? new Found(Outcome.Found) { Answers = records }
            : new Found(Outcome.Found) { Additional = records };
    }

    /// <summary>In small letters, but for the domain.</summary>
    private WireName Lowered(WireName name)
    {
        WireName.TryJoin(Domains.Strip(name), Domains.In(name), out var lowered);
        return lowered!;
    }

    private InstanceView[] Choose(IReadOnlyList<InstanceView> instances, string? tag, string? port)
    {
        var chosen = new List<InstanceView>(instances.Count);
        foreach (var instance in instances)
        {
            if (Serves(instance) && (tag is null || instance.Has(tag)) && (port is null || instance.PortOf(port) is not null)) chosen.Add(instance);
        }
        return [.. chosen];
    }

    private bool Serves(InstanceView instance) => _options.OnlyPassing ? instance.IsPassing : !instance.IsCritical;
}
