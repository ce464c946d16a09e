namespace Batata.Api.Consul.Filters;

/// <summary>An expression that fits its objects, ready to be asked. It holds no state: any number may ask it at once.</summary>
internal sealed class Filter<T>
{
    private readonly Func<T, bool>? _test;

    internal Filter(Func<T, bool>? test) => _test = test;

    /// <summary>Lets everything through.</summary>
    public static Filter<T> None { get; } = new(null);

    public bool IsNone => _test is null;

    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A regular expression took too long; the pipeline answers that.</exception>
    public bool Matches(T item) => _test is null || _test(item);

    /// <summary>Those that match, in their order; the same list when there is nothing to ask.</summary>
    public IReadOnlyList<T> Of(IReadOnlyList<T> items)
    {
        if (_test is null) return items;
        var found = new List<T>();
        for (var i = 0; i < items.Count; i++)
        {
            if (_test(items[i])) found.Add(items[i]);
        }
        return found;
    }
}

/// <summary>
/// <c>?filter=</c>. It is judged before any data is looked at. Compile it when the question comes and keep it with the read: equal questions share one answer, so it is
/// asked once for all of them.
/// </summary>
internal static class Filter
{
    /// <summary>Before every refusal, but not on <c>agent/checks</c>, which says the rest alone.</summary>
    public const string Prefix = "Failed to create boolean expression evaluator: ";

    private const int MaxLength = 16_384;

    /// <param name="expression">Empty for no filter.</param>
    /// <returns>Why it is refused, which all reads answer with 500; null when it is not.</returns>
    public static string? Parse<T>(string expression, FilterSchema<T> schema, out Filter<T> filter)
    {
        filter = Filter<T>.None;
        if (expression.Length == 0) return null;
        if (expression.Length > MaxLength) return $"{Prefix}the expression is longer than {MaxLength} characters";
        var text = new FilterText(expression);
        if (FilterGrammar.Parse(text) is not { } node) return Prefix + text.Refusal();
        if (Bind(node, schema, out var test) is { } refused) return Prefix + refused;
        filter = new Filter<T>(test);
        return null;
    }

    private static string? Bind<T>(FilterNode node, FilterSchema<T> schema, out Func<T, bool> test)
    {
        switch (node)
        {
            case FilterMatch match:
                return schema.Bind(match, 0, out test);
            case FilterNot not:
                var refused = Bind(not.Inner, schema, out var inner);
                test = item => !inner(item);
                return refused;
            default:
                return BindGroup((FilterGroup)node, schema, out test);
        }
    }

    private static string? BindGroup<T>(FilterGroup group, FilterSchema<T> schema, out Func<T, bool> test)
    {
        var tests = new Func<T, bool>[group.Nodes.Count];
        var whole = group.All;
        test = item =>
        {
            foreach (var one in tests)
            {
                if (one(item) != whole) return !whole;
            }
            return whole;
        };
        for (var i = 0; i < tests.Length; i++)
        {
            if (Bind(group.Nodes[i], schema, out tests[i]) is { } refused) return refused;
        }
        return null;
    }
}
