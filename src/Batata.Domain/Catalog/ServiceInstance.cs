namespace Batata.Domain.Catalog;

/// <summary>An instance of a service on a node of Consul's catalog. Its key is node and id.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Kind">Empty for a typical one; else <c>connect-proxy</c>, <c>mesh-gateway</c>…</param>
/// <param name="Address">Empty: that of the node.</param>
/// <param name="Meta">Null when none was given: shown as null by the node, as <c>{}</c> by the service.</param>
/// <param name="Proxy">Null when it is not a proxy.</param>
/// <param name="IsNative">Speaks Connect itself.</param>
/// <param name="LocalityJson">As it was given; null for none.</param>
public sealed record ServiceInstance(
    string Node,
    string Id,
    string Name,
    string Kind,
    IReadOnlyList<string> Tags,
    string Address,
    int Port,
    IReadOnlyList<ServicePort> Ports,
    IReadOnlyDictionary<string, ServiceAddress> TaggedAddresses,
    IReadOnlyDictionary<string, string>? Meta,
    string SocketPath,
    ServiceWeights Weights,
    bool EnableTagOverride,
    ServiceProxy? Proxy,
    bool IsNative,
    string? LocalityJson,
    ulong CreateIndex,
    ulong ModifyIndex)
{
    public const string ConnectProxyKind = "connect-proxy";

    /// <summary>The service that it answers for within the mesh; empty for none. Protocol source: Consul <c>connectNameFromServiceNode</c>.</summary>
    public string ConnectName => Kind == ConnectProxyKind ? Proxy?.Destination ?? "" : IsNative ? Name : "";

    /// <summary>Nothing differs but the indexes.</summary>
    public bool IsSameAs(ServiceInstance other) =>
        (this with { Tags = other.Tags, Ports = other.Ports, TaggedAddresses = other.TaggedAddresses, Meta = other.Meta, CreateIndex = other.CreateIndex, ModifyIndex = other.ModifyIndex })
            .Equals(other)
        && Tags.SequenceEqual(other.Tags)
        && Ports.SequenceEqual(other.Ports)
        && Same.Maps(TaggedAddresses, other.TaggedAddresses)
        && Same.Maps(Meta, other.Meta);
}

public sealed record ServiceAddress(string Address, int Port);

public sealed record ServicePort(string Name, int Port, bool IsDefault);

/// <summary>How much of the load an instance takes, by its health.</summary>
public sealed record ServiceWeights(int Passing, int Warning)
{
    public static ServiceWeights Default { get; } = new(1, 1);
}

/// <summary>What a proxy was registered with.</summary>
/// <param name="Destination">Name of the service that it stands for; empty for gateways.</param>
/// <param name="Json">The whole member <c>Proxy</c> as answers show it.</param>
public sealed record ServiceProxy(string Destination, string DestinationId, string Json);
