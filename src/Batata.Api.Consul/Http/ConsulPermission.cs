namespace Batata.Api.Consul.Http;

/// <summary>What a rule of an ACL policy is about. Protocol source: reference of Consul's ACL rules.</summary>
internal enum ConsulResource
{
    /// <summary>Everybody may.</summary>
    Open,

    /// <summary>The key, or the prefix, that the rest of the path names.</summary>
    Key,
    Session,
    Node,
    Service,
    Agent,
    Event,
    Query,
    Operator,
    Acl,
    Intention,
    Mesh,
    Peering,

    /// <summary>The handler judges each operation of the body.</summary>
    Each,
}

internal enum ConsulAccess
{
    Read,
    Write,

    /// <summary>What may not be seen is left out of the answer.</summary>
    Filter,
}

/// <summary>What a caller must be allowed. Every route declares one.</summary>
internal sealed record ConsulPermission(ConsulResource Resource, ConsulAccess Access)
{
    public static ConsulPermission Open { get; } = new(ConsulResource.Open, ConsulAccess.Read);

    public static ConsulPermission Read(ConsulResource resource) => new(resource, ConsulAccess.Read);

    public static ConsulPermission Write(ConsulResource resource) => new(resource, ConsulAccess.Write);

    public static ConsulPermission Filter(ConsulResource resource) => new(resource, ConsulAccess.Filter);
}
