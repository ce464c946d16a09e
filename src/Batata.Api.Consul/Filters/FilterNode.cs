namespace Batata.Api.Consul.Filters;

/// <summary>What an expression says, before it is known what it is about.</summary>
internal abstract record FilterNode;

internal sealed record FilterNot(FilterNode Inner) : FilterNode;

/// <summary>All of them, or any.</summary>
internal sealed record FilterGroup(bool All, IReadOnlyList<FilterNode> Nodes) : FilterNode;

/// <param name="Path">Parts of the selector, at least one.</param>
/// <param name="Value">As it was written, without quotes; null where the operator takes none.</param>
internal sealed record FilterMatch(IReadOnlyList<string> Path, FilterOperator Operator, string? Value) : FilterNode
{
    public string Selector => string.Join('.', Path);
}
