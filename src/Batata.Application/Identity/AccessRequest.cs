namespace Batata.Application.Identity;

public enum AccessAction
{
    Read,
    Write,
}

/// <summary>What a resource is.</summary>
public enum AccessKind
{
    Config,
    Naming,

    /// <summary>A server of the MCP registry.</summary>
    Ai,

    /// <summary>A text as it stands, such as <c>console/users</c>.</summary>
    Fixed,

    /// <summary>Being known is enough.</summary>
    Identity,
}

/// <summary>What somebody wants to do with what.</summary>
public readonly ref struct AccessRequest
{
    public AccessAction Action { get; init; }

    public AccessKind Kind { get; init; }

    /// <summary>Blank for public.</summary>
    public ReadOnlySpan<char> Namespace { get; init; }

    /// <summary>Blank for all.</summary>
    public ReadOnlySpan<char> Group { get; init; }

    /// <summary>dataId or service without its group, blank for all; or the whole of a fixed resource.</summary>
    public ReadOnlySpan<char> Name { get; init; }
}
