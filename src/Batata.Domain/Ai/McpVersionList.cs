namespace Batata.Domain.Ai;

/// <summary>A version of an MCP server.</summary>
/// <param name="ReleaseDate">ISO 8601, UTC, whole seconds; null for one that was written and never published as the latest.</param>
public sealed record McpVersion(string Version, string? ReleaseDate);

/// <summary>
/// Versions of an MCP server in order of their first writing. What clients get who name none is the last of them, be it the published one or not.
/// Protocol source: Nacos 3.1 <c>McpServerOperationService</c>.
/// </summary>
/// <param name="Latest">The version that was published last; null when nobody published any.</param>
public sealed record McpVersionList(string? Latest, IReadOnlyList<McpVersion> Versions)
{
    /// <summary>The first version of a server is published at once.</summary>
    public static McpVersionList Created(string version, string at) => new(version, [new McpVersion(version, at)]);

    /// <summary>Null when there is none.</summary>
    public string? Last => Versions.Count == 0 ? null : Versions[^1].Version;

    public bool IsLatest(string version) => version == Latest;

    public bool Has(string version) => Versions.Any(one => one.Version == version);

    /// <summary>Adds a version, unpublished; nothing changes when it is known.</summary>
    public McpVersionList Write(string version) => Has(version) ? this : this with { Versions = [.. Versions, new McpVersion(version, null)] };

    /// <summary>As <see cref="Write"/>, and makes it the latest, also when it is older than the one before.</summary>
    public McpVersionList Publish(string version, string at) =>
        new(version, [.. Write(version).Versions.Select(one => one.Version == version ? one with { ReleaseDate = at } : one)]);
}
