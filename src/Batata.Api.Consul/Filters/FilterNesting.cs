namespace Batata.Api.Consul.Filters;

/// <summary>A map: of its keys <c>in</c> and <c>is empty</c> speak; behind a dot or in brackets comes a key, and then its value.</summary>
/// <param name="read">Null is an empty map.</param>
internal sealed class FilterMapField<T, TValue>(Func<T, IReadOnlyDictionary<string, TValue>?> read, FilterField<TValue> inner) : FilterField<T>
{
    protected override bool Takes(FilterOperator operation) =>
        operation is FilterOperator.In or FilterOperator.NotIn or FilterOperator.IsEmpty or FilterOperator.IsNotEmpty;

    protected override string? BindHere(FilterMatch match, out Func<T, bool> test)
    {
        var key = match.Value;
        test = match.Operator switch
        {
            FilterOperator.In => item => read(item)?.ContainsKey(key!) == true,
            FilterOperator.NotIn => item => read(item)?.ContainsKey(key!) != true,
            FilterOperator.IsEmpty => item => read(item) is not { Count: > 0 },
            _ => item => read(item) is { Count: > 0 },
        };
        return null;
    }

    protected override string? BindInside(FilterMatch match, int depth, out Func<T, bool> test)
    {
        var key = match.Path[depth];
        // What is not there equals nothing and contains nothing; go-bexpr takes every other question about it for true, also whether it matches.
        var absent = match.Operator is not (FilterOperator.Equal or FilterOperator.In or FilterOperator.IsNotEmpty);
        var refused = inner.Bind(match, depth + 1, out var value);
        test = item => read(item) is { } map && map.TryGetValue(key, out var found) ? value(found) : absent;
        return refused;
    }
}

/// <summary>An object inside: it has no operators itself.</summary>
/// <param name="read">Null matches nothing, where the real server loses the connection.</param>
internal sealed class FilterObjectField<T, TInner>(Func<T, TInner?> read, FilterSchema<TInner> schema) : FilterField<T>
    where TInner : class
{
    protected override bool Takes(FilterOperator operation) => false;

    protected override string? BindHere(FilterMatch match, out Func<T, bool> test) => throw new InvalidOperationException("An object takes no operator.");

    protected override string? BindInside(FilterMatch match, int depth, out Func<T, bool> test)
    {
        var refused = schema.Bind(match, depth, out var inner);
        test = item => read(item) is { } found && inner(found);
        return refused;
    }
}

/// <summary>Objects in a list: one of them is enough.</summary>
internal sealed class FilterObjectsField<T, TInner>(Func<T, IReadOnlyList<TInner>> read, FilterSchema<TInner> schema) : FilterField<T>
{
    protected override bool Takes(FilterOperator operation) => operation is FilterOperator.IsEmpty or FilterOperator.IsNotEmpty;

    protected override string? BindHere(FilterMatch match, out Func<T, bool> test)
    {
        var empty = match.Operator == FilterOperator.IsEmpty;
        test = item => read(item).Count == 0 == empty;
        return null;
    }

    protected override string? BindInside(FilterMatch match, int depth, out Func<T, bool> test)
    {
        var refused = schema.Bind(match, depth, out var one);
        test = item =>
        {
            var list = read(item);
            for (var i = 0; i < list.Count; i++)
            {
                if (one(list[i])) return true;
            }
            return false;
        };
        return refused;
    }
}
