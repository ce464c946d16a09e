namespace Batata.Domain.Catalog;

/// <summary>A node of Consul's catalog. Names are compared without case; the last spelling is shown.</summary>
/// <param name="Id">UUID; empty when it was registered without.</param>
/// <param name="TaggedAddresses">Null when none were given: shown as null.</param>
/// <param name="Meta">Null when none was given: shown as null.</param>
public sealed record CatalogNode(
    string Name,
    string Id,
    string Address,
    IReadOnlyDictionary<string, string>? TaggedAddresses,
    IReadOnlyDictionary<string, string>? Meta,
    ulong CreateIndex,
    ulong ModifyIndex)
{
    /// <summary>Name of the check that shows whether the agent of a node is alive.</summary>
    public const string SerfCheckId = "serfHealth";

    /// <summary>Nothing differs but the indexes.</summary>
    public bool IsSameAs(CatalogNode other) =>
        Name == other.Name && Id == other.Id && Address == other.Address && Same.Maps(TaggedAddresses, other.TaggedAddresses) && Same.Maps(Meta, other.Meta);
}
