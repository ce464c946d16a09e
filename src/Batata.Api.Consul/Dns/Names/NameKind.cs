namespace Batata.Api.Consul.Dns.Names;

/// <summary>What a name below the domain is about, by the label that says so.</summary>
internal enum NameKind
{
    /// <summary>No such label.</summary>
    None,
    Service,
    Connect,
    Virtual,
    Ingress,
    Node,
    Query,
    Address,
}
