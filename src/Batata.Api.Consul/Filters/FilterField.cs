using Batata.Application.Go;
using Batata.Application.Patterns;

namespace Batata.Api.Consul.Filters;

/// <summary>What a selector can name on an object: which operators it takes, and how they are asked. Protocol source: go-bexpr <c>field_config.go</c>, <c>evaluate.go</c>.</summary>
internal abstract class FilterField<T>
{
    /// <summary>Makes the test of one match.</summary>
    /// <param name="depth">How many parts of the selector led here.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? Bind(FilterMatch match, int depth, out Func<T, bool> test)
    {
        test = static _ => false;
        return depth < match.Path.Count ? BindInside(match, depth, out test)
            : Takes(match.Operator) ? BindHere(match, out test)
            : $"Invalid match operator {GoQuote.Of(FilterOperators.NameOf(match.Operator))} for selector {GoQuote.Of(match.Selector)}";
    }

    protected abstract bool Takes(FilterOperator operation);

    protected abstract string? BindHere(FilterMatch match, out Func<T, bool> test);

    /// <summary>The selector goes on.</summary>
    protected virtual string? BindInside(FilterMatch match, int depth, out Func<T, bool> test)
    {
        test = static _ => false;
        return FilterSchema.NoSuchField(match, depth);
    }
}

internal sealed class FilterTextField<T>(Func<T, string> read) : FilterField<T>
{
    protected override bool Takes(FilterOperator operation) => operation is not (FilterOperator.IsEmpty or FilterOperator.IsNotEmpty);

    protected override string? BindHere(FilterMatch match, out Func<T, bool> test)
    {
        var value = match.Value!;
        if (match.Operator is FilterOperator.Matches or FilterOperator.NotMatches)
        {
            var wanted = match.Operator == FilterOperator.Matches;
            var refused = GoRegex.TryCompile(value, out var regex);
            test = item => regex.IsMatch(read(item)) == wanted;
            return refused is null ? null : $"Failed to compile regular expression {GoQuote.Of(value)}: {refused}";
        }
        test = match.Operator switch
        {
            FilterOperator.Equal => item => read(item) == value,
            FilterOperator.NotEqual => item => read(item) != value,
            FilterOperator.In => item => read(item).Contains(value, StringComparison.Ordinal),
            _ => item => !read(item).Contains(value, StringComparison.Ordinal),
        };
        return null;
    }
}

/// <summary>Numbers and booleans, which know no more than equality.</summary>
/// <param name="parse">As Go's strconv; else what it says.</param>
internal sealed class FilterValueField<T, TValue>(Func<T, TValue> read, FilterValueParser<TValue> parse) : FilterField<T>
    where TValue : struct, IEquatable<TValue>
{
    protected override bool Takes(FilterOperator operation) => operation is FilterOperator.Equal or FilterOperator.NotEqual;

    protected override string? BindHere(FilterMatch match, out Func<T, bool> test)
    {
        var refused = FilterValues.Coerce(match, parse, out var value);
        var wanted = match.Operator == FilterOperator.Equal;
        test = item => read(item).Equals(value) == wanted;
        return refused;
    }
}

/// <summary>A list of plain values.</summary>
internal sealed class FilterListField<T, TValue>(Func<T, IReadOnlyList<TValue>> read, FilterValueParser<TValue> parse) : FilterField<T>
    where TValue : IEquatable<TValue>
{
    protected override bool Takes(FilterOperator operation) =>
        operation is FilterOperator.In or FilterOperator.NotIn or FilterOperator.IsEmpty or FilterOperator.IsNotEmpty;

    protected override string? BindHere(FilterMatch match, out Func<T, bool> test)
    {
        if (match.Operator is FilterOperator.IsEmpty or FilterOperator.IsNotEmpty)
        {
            var empty = match.Operator == FilterOperator.IsEmpty;
            test = item => read(item).Count == 0 == empty;
            return null;
        }
        var refused = FilterValues.Coerce(match, parse, out var value);
        var wanted = match.Operator == FilterOperator.In;
        test = item => Contains(read(item), value) == wanted;
        return refused;
    }

    private static bool Contains(IReadOnlyList<TValue> list, TValue value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Equals(value)) return true;
        }
        return false;
    }
}
