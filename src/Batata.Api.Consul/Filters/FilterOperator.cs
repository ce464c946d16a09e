namespace Batata.Api.Consul.Filters;

internal enum FilterOperator
{
    Equal,
    NotEqual,
    In,
    NotIn,
    IsEmpty,
    IsNotEmpty,
    Matches,
    NotMatches,
}

internal static class FilterOperators
{
    /// <summary>As go-bexpr names them in what it refuses; <c>contains</c> is the other side of <c>in</c>.</summary>
    public static string NameOf(FilterOperator operation) => operation switch
    {
        FilterOperator.Equal => "Equal",
        FilterOperator.NotEqual => "Not Equal",
        FilterOperator.In => "In",
        FilterOperator.NotIn => "Not In",
        FilterOperator.IsEmpty => "Is Empty",
        FilterOperator.IsNotEmpty => "Is Not Empty",
        FilterOperator.Matches => "Matches",
        _ => "Not Matches",
    };
}
